import type { Bar } from '../../domain/bar.ts';
import type { BookId, StrategyIdentity } from '../../domain/book.ts';
import type { CommandRequest, CommandResult, Receipt } from '../../domain/commands.ts';
import type { JournalRow } from '../../domain/events.ts';
import type { Fill } from '../../domain/fill.ts';
import type { OrderRole } from '../../domain/order.ts';
import type { LogLine } from '../../domain/run.ts';
import type { Calendar } from '../../domain/session.ts';
import type { Trade } from '../../domain/trade.ts';
import type { Cents, TimeMs, WallMs } from '../../domain/units.ts';
import type { Grants } from '../../wire/link/grants.ts';
import type { HubSettings } from '../../config/settings.ts';
import type { Run } from '../../config/shown.ts';
import type { Audit, AuditReader } from '../../ports/audit.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Entrance } from '../../ports/entrance.ts';
import type { Logger } from '../../ports/logger.ts';
import type { ImportRow } from '../../store/queries/imports.ts';
import type { Interval } from '../../wire/index.ts';

export interface SeriesPoint {
  readonly timeMs: TimeMs;
  readonly pnlCents: Cents;
  readonly drawdownCents: Cents;
}

/** Equity over trading days: see the store's `readEquity`. */
export interface EquityCurve {
  readonly startCents: Cents;
  readonly netCents: Cents;
  readonly highWaterCents: Cents;
  readonly deepestCents: Cents;
  readonly points: readonly { readonly timeMs: TimeMs; readonly equityCents: Cents; readonly drawdownCents: Cents }[];
}

/** A trading day's roll-up; of the day in progress as it stands. */
export interface CalendarDay {
  readonly tradingDay: string;
  readonly netCents: Cents;
  readonly grossCents: Cents;
  readonly feesCents: Cents;
  readonly trades: number;
  readonly wins: number;
  /** Null where it was not recorded. */
  readonly maxDrawdownCents: Cents | null;
}

export interface FileState {
  /** "pitwall.db": the file with its log beside it; "combined.log". */
  readonly name: string;
  readonly bytes: number;
  /** Wall time of the last write. */
  readonly changedMs: WallMs;
}

/** What the hub asks the file for, through a read-only handle. Oldest first everywhere. */
export interface HubHistory {
  /** The newest closed 1-minute bars of a strategy's contract with what it showed beside them. */
  points(
    strategy: StrategyIdentity,
    ask: { readonly fromMs?: TimeMs | undefined; readonly toMs?: TimeMs | undefined; readonly limit: number },
  ): readonly { readonly bar: Bar; readonly json: string | undefined }[];
  /** The newest bars of a longer interval of a root with open time in [fromMs, toMs); the last one may be incomplete. */
  wideBars(
    root: string,
    ask: {
      readonly interval: Exclude<Interval, '1m'>;
      readonly calendar: Calendar;
      readonly fromMs?: TimeMs | undefined;
      readonly toMs?: TimeMs | undefined;
      readonly limit: number;
    },
  ): readonly Bar[];
  /** The newest closed 1-minute bars of a root. */
  bars(root: string, ask: { readonly fromMs?: TimeMs; readonly toMs?: TimeMs; readonly limit: number }): readonly Bar[];
  /** The newest trades that closed in [fromMs, toMs), or on a trading day. */
  trades(ask: {
    readonly fromMs?: TimeMs | undefined;
    readonly toMs?: TimeMs | undefined;
    readonly tradingDay?: string | undefined;
    readonly book?: BookId | undefined;
    readonly limit: number;
  }): readonly Trade[];
  /** The newest fills in [fromMs, toMs), each with the role of its order. */
  fills(ask: {
    readonly fromMs?: TimeMs | undefined;
    readonly toMs?: TimeMs | undefined;
    readonly book?: BookId | undefined;
    readonly limit: number;
  }): readonly { readonly fill: Fill; readonly role: OrderRole | undefined }[];
  /** The newest log lines; of a book: its own and the account's. */
  logs(ask: { readonly book?: BookId | undefined; readonly limit: number }): readonly LogLine[];
  /** The newest receipts of flattens of the present run. */
  receipts(limit: number): readonly Receipt[];
  /** The newest journal rows of the present run; only those after a sequence number. */
  rows(limit: number, afterSeq?: number): readonly JournalRow[];
  /** Roll-ups of trading days, fromDay <= day <= toDay. Strategy 0: the account. */
  days(ask: { readonly fromDay: string; readonly toDay: string; readonly strategy: number }): readonly CalendarDay[];
  /** P&L and drawdown in about `points` points that keep every extreme. Strategy 0: the account. */
  series(ask: {
    readonly fromMs: TimeMs;
    readonly toMs: TimeMs;
    readonly strategy: number;
    readonly points: number;
  }): readonly SeriesPoint[];
  /** Equity of the days fromDay <= day <= toDay in about `points` points. Strategy 0: the account. */
  equity(ask: {
    readonly fromDay: string;
    readonly toDay: string;
    readonly strategy: number;
    readonly points: number;
  }): EquityCurve;
  /** The installation's files as they are now; those that are not there are left out. */
  files(): readonly FileState[];
  /** The imported recordings, newest first. */
  imports(): readonly ImportRow[];
  /** The hub's own rows of a table. */
  hubRows(table: string): readonly { readonly key: string; readonly json: string }[];
}

/** The way to the desk. */
export interface DeskPort {
  /** Rejects when the desk is not reachable. */
  command(request: CommandRequest): Promise<CommandResult>;
  /** Writes a row of the hub's own; `json` undefined deletes it. Rejects when it could not be written. */
  write(table: string, key: string, json: string | undefined): Promise<void>;
  /** Who may do what, for every symbol server: the last one holds, also over a desk that comes back. */
  tellGrants(grants: Grants): void;
  readonly up: boolean;
  /** It was never there since this hub started: nothing is let in. */
  readonly isStarting: boolean;
}

export interface HubDeps {
  readonly version: string;
  /** From the host; without one the hub binds `listen` and `port` for itself. */
  readonly entrance?: Entrance | undefined;
  readonly listen: string;
  /** 0 = any free port. */
  readonly port: number;
  readonly aliasPort: number | undefined;
  readonly knownPorts: readonly number[];
  readonly ownerToken: string;
  /** Private folder of this start, for pages that lead a browser to a link. */
  readonly runtimeDir?: string | undefined;
  /** Folder of the certificate for exposed addresses. */
  readonly tlsDir: string | undefined;
  /** Secrets of the hub's own (TOTP seeds), 0600; made when needed. */
  readonly secretsFile: string;
  readonly limits: HubSettings;
  /** What this run was started with, to be told as options; its secrets never are. */
  readonly run: Run;
  readonly strategies: readonly StrategyIdentity[];
  readonly rendererDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly audit: Audit & AuditReader;
  readonly history: HubHistory;
  readonly desk: DeskPort;
}
