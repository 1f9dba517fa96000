import type { LogLine } from '../domain/run.ts';
import type { StrategyIdentity } from '../domain/book.ts';
import type { Trade } from '../domain/trade.ts';
import type { StoredPoint, SymbolHistory } from './server/symbol-server-deps.ts';
import { readChart } from '../store/queries/chart-points.ts';
import { readLog } from '../store/queries/log-tail.ts';
import { StoreReader } from '../store/queries/store-reader.ts';
import { readTrades } from '../store/queries/trades.ts';

/** What the symbol server asks the file for, over a read-only handle that is opened when first needed. */
export class FileHistory implements SymbolHistory {
  private reader: StoreReader | undefined;
  private readonly dataDir: string;
  private readonly strategy: StrategyIdentity;
  private readonly run: number;
  private readonly contractId: () => string;

  /** @param contractId the dated contract that the chart shows: bars of an earlier one are history of another price */
  constructor(dataDir: string, strategy: StrategyIdentity, run: number, contractId: () => string) {
    this.dataDir = dataDir;
    this.strategy = strategy;
    this.run = run;
    this.contractId = contractId;
  }

  points(ask: { readonly fromMs?: number; readonly toMs?: number; readonly limit: number }): readonly StoredPoint[] {
    const { number, root } = this.strategy;
    const found = readChart(this.open(), {
      strategy: number,
      root,
      limit: ask.limit,
      run: this.run,
      ...(ask.toMs === undefined ? {} : { toMs: ask.toMs }),
    });
    const contractId = this.contractId();
    return found
      .filter((point) => point.contractId === contractId && point.bar.timeMs >= (ask.fromMs ?? 0))
      .map(({ bar, json }) => ({ bar, json: json ?? undefined }));
  }

  /** Open time of the newest stored bar of the strategy's root. */
  newestBarMs(): number | undefined {
    const { number, root } = this.strategy;
    return readChart(this.open(), { strategy: number, root, limit: 1, run: this.run }).at(-1)?.bar.timeMs;
  }

  trades(fromMs: number, toMs: number): readonly Trade[] {
    return readTrades(this.open(), { book: this.strategy.id, fromMs, toMs, run: this.run });
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
