import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Bar } from '../../domain/bar.ts';
import type { StrategyIdentity } from '../../domain/book.ts';
import type { Receipt } from '../../domain/commands.ts';
import type { JournalRow } from '../../domain/events.ts';
import type { LogLine } from '../../domain/run.ts';
import type { Trade } from '../../domain/trade.ts';
import { readBars } from '../../store/queries/bars.ts';
import { readChart } from '../../store/queries/chart-points.ts';
import { readEquity } from '../../store/queries/equity.ts';
import { readFills } from '../../store/queries/fills.ts';
import { readHubRows } from '../../store/queries/hub-rows.ts';
import { type ImportRow, readImports } from '../../store/queries/imports.ts';
import { readJournalTail } from '../../store/queries/journal-rows.ts';
import { readLog } from '../../store/queries/log-tail.ts';
import { readReceipts } from '../../store/queries/receipts.ts';
import { readCalendar } from '../../store/queries/pnl-calendar.ts';
import { readSeries } from '../../store/queries/pnl-series.ts';
import { StoreReader } from '../../store/queries/store-reader.ts';
import { readTrades } from '../../store/queries/trades.ts';
import { readWideBars } from '../../store/queries/wide-bars.ts';
import type { CalendarDay, EquityCurve, FileState, HubHistory, SeriesPoint } from './hub-deps.ts';

/** A file and what lies beside it: SQLite writes to the log first. */
const FILES: readonly (readonly [string, readonly string[]])[] = [
  ['pitwall.db', ['pitwall.db', 'pitwall.db-wal']],
  ['venue.db', ['venue.db', 'venue.db-wal']],
  ['combined.log', ['logs/combined.log']],
  ['error.log', ['logs/error.log']],
];

/** The hub's questions to `pitwall.db`, over a read-only handle that is opened when first needed. */
export class FileHistory implements HubHistory {
  private reader: StoreReader | undefined;
  private readonly dataDir: string;

  constructor(dataDir: string) {
    this.dataDir = dataDir;
  }

  points(strategy: StrategyIdentity, ask: Parameters<HubHistory['points']>[1]): ReturnType<HubHistory['points']> {
    const { limit, ...range } = ask;
    const found = readChart(this.open(), {
      strategy: strategy.number,
      symbol: strategy.root,
      limit,
      ...bounds(range),
    });
    return found.map(({ bar, json }) => ({ bar, json: json ?? undefined }));
  }

  wideBars(root: string, ask: Parameters<HubHistory['wideBars']>[1]): readonly Bar[] {
    const { interval, calendar, limit, ...range } = ask;
    return readWideBars(this.open(), { symbol: root, interval, calendar, limit, ...bounds(range) });
  }

  bars(
    root: string,
    ask: { readonly fromMs?: number; readonly toMs?: number; readonly limit: number },
  ): readonly Bar[] {
    return readBars(this.open(), { symbol: root, ...ask }).map(({ bar }) => bar);
  }

  trades(ask: Parameters<HubHistory['trades']>[0]): readonly Trade[] {
    return readTrades(this.open(), ask);
  }

  fills(ask: Parameters<HubHistory['fills']>[0]): ReturnType<HubHistory['fills']> {
    return readFills(this.open(), ask);
  }

  logs({ book, limit }: Parameters<HubHistory['logs']>[0]): readonly LogLine[] {
    return readLog(this.open(), { limit, ...(book === undefined ? {} : { book }) });
  }

  receipts(limit: number): readonly Receipt[] {
    return readReceipts(this.open(), limit);
  }

  rows(limit: number, afterSeq = 0): readonly JournalRow[] {
    return readJournalTail(this.open(), { limit, afterSeq });
  }

  days({ fromDay, toDay, strategy }: Parameters<HubHistory['days']>[0]): readonly CalendarDay[] {
    return readCalendar(this.open(), { fromDay, toDay, ...(strategy === 0 ? {} : { strategy }) });
  }

  series({ fromMs, toMs, strategy, points }: Parameters<HubHistory['series']>[0]): readonly SeriesPoint[] {
    return readSeries(this.open(), { fromMs, toMs, points, ...(strategy === 0 ? {} : { strategy }) });
  }

  equity({ fromDay, toDay, strategy, points }: Parameters<HubHistory['equity']>[0]): EquityCurve {
    return readEquity(this.open(), { fromDay, toDay, points, ...(strategy === 0 ? {} : { strategy }) });
  }

  imports(): readonly ImportRow[] {
    return readImports(this.open());
  }

  hubRows(table: string): readonly { readonly key: string; readonly json: string }[] {
    return readHubRows(this.open(), table);
  }

  files(): readonly FileState[] {
    return FILES.flatMap(([name, parts]) => {
      const found = parts.flatMap((part) => statSync(join(this.dataDir, part), { throwIfNoEntry: false }) ?? []);
      if (found.length === 0) return [];
      const bytes = found.reduce((sum, { size }) => sum + size, 0);
      return [{ name, bytes, changedMs: Math.round(Math.max(...found.map(({ mtimeMs }) => mtimeMs))) }];
    });
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
function bounds({ fromMs, toMs }: { readonly fromMs?: number | undefined; readonly toMs?: number | undefined }) {
  return { ...(fromMs === undefined ? {} : { fromMs }), ...(toMs === undefined ? {} : { toMs }) };
}
