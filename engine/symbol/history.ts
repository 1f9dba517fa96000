import type { Bar } from '../domain/bar.ts';
import type { LogLine } from '../domain/run.ts';
import type { StrategyIdentity } from '../domain/book.ts';
import type { Trade } from '../domain/trade.ts';
import type { BarsAsk, StoredPoint, SymbolHistory } from './server/symbol-history.ts';
import { readBars } from '../store/queries/bars.ts';
import { readChart } from '../store/queries/chart-points.ts';
import { readLog } from '../store/queries/log-tail.ts';
import { StoreReader } from '../store/queries/store-reader.ts';
import { readTrades } from '../store/queries/trades.ts';
import { readWideBars } from '../store/queries/wide-bars.ts';

/** What the symbol server asks the file for, over a read-only handle that is opened when first needed. */
export class FileHistory implements SymbolHistory {
  private reader: StoreReader | undefined;
  private readonly dataDir: string;
  private readonly strategy: StrategyIdentity;
  private readonly run: number;

  constructor(dataDir: string, strategy: StrategyIdentity, run: number) {
    this.dataDir = dataDir;
    this.strategy = strategy;
    this.run = run;
  }

  points({ contractId, ...range }: BarsAsk): readonly StoredPoint[] {
    const { number } = this.strategy;
    const found = readChart(this.open(), { strategy: number, symbol: contractId, run: this.run, ...given(range) });
    return found.map(({ bar, json }) => ({ bar, json: json ?? undefined }));
  }

  wideBars({ contractId, interval, calendar, ...range }: Parameters<SymbolHistory['wideBars']>[0]): readonly Bar[] {
    return readWideBars(this.open(), { symbol: contractId, interval, calendar, run: this.run, ...given(range) });
  }

  /** Open time of the newest stored bar of the strategy's root. */
  newestBarMs(): number | undefined {
    return readBars(this.open(), { symbol: this.strategy.root, limit: 1, run: this.run }).at(-1)?.bar.timeMs;
  }

  trades(fromMs: number, toMs: number, limit: number): readonly Trade[] {
    return readTrades(this.open(), { book: this.strategy.id, fromMs, toMs, limit, run: this.run });
  }

  logs(limit: number): readonly LogLine[] {
    return readLog(this.open(), { book: this.strategy.id, limit, run: this.run });
  }

  close(): void {
    this.reader?.close();
    this.reader = undefined;
  }

  private open(): StoreReader {
    this.reader ??= new StoreReader(this.dataDir);
    return this.reader;
  }
}

/** A range for the store: what is not bounded is left out. */
function given({ fromMs, toMs, limit }: Omit<BarsAsk, 'contractId'>) {
  return { limit, ...(fromMs === undefined ? {} : { fromMs }), ...(toMs === undefined ? {} : { toMs }) };
}
