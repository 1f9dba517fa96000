import type { Bar } from '../../domain/bar.ts';
import type { StrategyIdentity } from '../../domain/book.ts';
import type { CommandRequest, CommandResult, Receipt } from '../../domain/commands.ts';
import type { JournalRow } from '../../domain/events.ts';
import type { SourceAge } from '../../domain/heard-sources.ts';
import type { StrategyView } from '../../domain/intent.ts';
import type { LogLine } from '../../domain/run.ts';
import type { Calendar } from '../../domain/session.ts';
import type { AccountView } from '../../domain/views.ts';
import type { Audit } from '../../ports/audit.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Entrance } from '../../ports/entrance.ts';
import type { Logger } from '../../ports/logger.ts';
import type { Reader } from '../../adapters/reading/read-jobs.ts';
import type { Grants } from '../../wire/link/grants.ts';
import type { FlattenProgress } from '../../wire/link/messages.ts';
import type { SymbolHistory } from './symbol-history.ts';
import type { SymbolReads } from './symbol-reads.ts';

/** Figures of the indicators that document 000's `config` names (of PO3: its display indicators). */
export interface DisplayIndicators {
  readonly bbPeriod: number;
  readonly bbStdDev: number;
  readonly rsiPeriod: number;
  readonly rsiOversold: number;
  readonly rsiOverbought: number;
}

export interface SymbolServerDeps {
  readonly strategy: StrategyIdentity;
  /** The dated contract at the start; `roll` tells a later one. */
  readonly contractId: string;
  readonly display: DisplayIndicators;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly simulated: boolean;
  /** The run's, as the desk's welcome tells it. */
  readonly calendar: Calendar;
  readonly version: string;
  /** From the host; without one the server binds `listen` and `port` for itself. */
  readonly entrance?: Entrance | undefined;
  /** 0 = any free port. A taken one rejects `listen` with a message that names it. */
  readonly port: number;
  readonly listen: string;
  /** Folder of the certificate; needed where `listen` is not loopback. */
  readonly tlsDir?: string | undefined;
  /** Ports of this installation, for Host and Origin checks; its own is added by itself. */
  readonly knownPorts: readonly number[];
  readonly ownerToken: string;
  readonly jwtSecret?: string | undefined;
  /** Origins beside this installation's own (HubSettings.allowedOrigins). */
  readonly allowedOrigins?: readonly string[] | undefined;
  /** Names of this machine beside its own (HubSettings.hostNames). */
  readonly hostNames?: readonly string[] | undefined;
  /** Folder of the cockpit's bundle; a plain page is served where it is missing. */
  readonly rendererDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly audit: Audit;
  readonly history: SymbolHistory;
  /** What clients ask the file, answered beside this loop. Closed with the server. */
  readonly reader: Reader<SymbolReads>;
  /** Over the link to the desk. Resolves with what the desk answers; a flatten's answer may come when it is verified. */
  command(request: CommandRequest): Promise<CommandResult>;
}

/** What the engine hands over. Only committed things, but for the forming bar and the desk's own views. */
export interface SymbolPublisher {
  /** A closed bar of a committed step, with the pipeline's point. */
  publishBar(bar: Bar, json: string | undefined): void;
  /** The forming bar, as often as it moved: the server keeps the rate. */
  publishTick(bar: Bar): void;
  publishAccount(view: AccountView): void;
  /** Who may do what from now on, as the hub told it last. */
  publishGrants(grants: Grants): void;
  /** How long ago the desk heard each source. */
  publishSources(ages: readonly SourceAge[]): void;
  publishView(view: StrategyView): void;
  /** Rows of `committed`: of this book and of the account. */
  publishRows(rows: readonly JournalRow[]): void;
  publishLogs(lines: readonly LogLine[]): void;
  flattenProgress(progress: FlattenProgress): void;
  receipt(receipt: Receipt): void;
  /** The link to the desk went down or came back. */
  deskLink(up: boolean, message: string): void;
  /** A new contract: config and the (now empty) history are sent again. */
  roll(contractId: string): void;
  addKnownPorts(ports: readonly number[]): void;
}
