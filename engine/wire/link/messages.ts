import type { BrokerCommand } from '../../domain/broker.ts';
import type { Bar } from '../../domain/bar.ts';
import type { ImportHead, PackedPrints, StoredImport } from '../../domain/imported.ts';
import type { CommandRequest, CommandResult, Receipt } from '../../domain/commands.ts';
import type { JournalRow } from '../../domain/events.ts';
import type { EngineAnswer, EngineSeed, EngineStep } from '../../domain/engine-step.ts';
import type { StrategyView } from '../../domain/intent.ts';
import type { LogLine, RunIdentity } from '../../domain/run.ts';
import type { Calendar } from '../../domain/session.ts';
import type { Scope } from '../../domain/scope.ts';
import type { TimeMs } from '../../domain/units.ts';
import type { WatchQuote } from '../../domain/watch-quote.ts';
import type { AccountView } from '../../domain/views.ts';
import type { SourceAge } from '../../domain/heard-sources.ts';
import type { Grants } from './grants.ts';

/**
 * The private link between our processes: JSON lines on a Unix socket or named pipe. The desk listens; everybody else
 * connects to it and says hello with the secret that the host handed over. `docs/step-protocol.md` tells the order of
 * things.
 */
export const LINK_VERSION = 2;

export type Role = 'venue' | 'engine' | 'hub' | 'host' | 'client';

/** First message on every link. */
export interface Hello {
  readonly t: 'hello';
  readonly version: number;
  readonly role: Role;
  /** "venue", "hub", "host", the strategy's id, or the command that runs. */
  readonly name: string;
  readonly secret: string;
  readonly pid: number;
  /** Venue only: the run its books belong to. */
  readonly run?: string;
  /** Engine and hub: last journal row that they have published; what came after is sent again. */
  readonly lastSeq?: number;
}

export type HelloAnswer =
  | { readonly t: 'welcome'; readonly epoch: number; readonly identity: RunIdentity; readonly calendar: Calendar }
  /** `end`: a venue of another run or version must end itself. */
  | { readonly t: 'refused'; readonly reason: string; readonly end: boolean };

// --- desk and venue -------------------------------------------------------------------------------------------------

/** Each is answered by one VenueReply with the same id, not always in the order in which they were asked. */
export type VenueRequest = { readonly id: number } & (
  | { readonly t: 'advance'; readonly n: number }
  | { readonly t: 'submit'; readonly commands: readonly BrokerCommand[] }
  | { readonly t: 'executeNow'; readonly commands: readonly BrokerCommand[] }
  | { readonly t: 'entriesAfter'; readonly reportSeq: number }
  | { readonly t: 'steps'; readonly from: number; readonly to: number }
  | { readonly t: 'bars'; readonly root: string; readonly fromMs: TimeMs; readonly toMs: TimeMs }
  | { readonly t: 'state' }
  | { readonly t: 'standing' }
  /** Outside of the step: watchlists' quotes at a market time. */
  | { readonly t: 'watch'; readonly timeMs: TimeMs }
);

export type VenueReply =
  /** `value`: StepReport | null, null, BrokerEntry[], BrokerEntry[], StepReport[] | null, PastBars, BrokerState, MarketStanding, WatchQuote[]. */
  | { readonly t: 'reply'; readonly id: number; readonly value: unknown }
  | { readonly t: 'error'; readonly id: number; readonly message: string };

/** From the desk to the venue: end in order (the run is over, or another version is to take over). */
export type DeskToVenue = VenueRequest | { readonly t: 'end'; readonly reason: string } | HelloAnswer;
export type VenueToDesk = VenueReply | Hello;

// --- desk and engine ------------------------------------------------------------------------------------------------

export type DeskToEngine =
  | HelloAnswer
  /** Go back to the state at the end of step `step`; without a snapshot: begin anew. Steps up to `committed` follow and are known already. */
  | {
      readonly t: 'restore';
      readonly step: number;
      readonly committed: number;
      readonly snapshot?: string;
      readonly contractId: string;
      /** Steps up to this one were taken without this engine: what it would have decided then was never heard. */
      readonly missedTo?: number;
      /** The steps after `step` are no longer kept: what stands in for those of past minutes. Steps of the present one follow. */
      readonly seed?: EngineSeed;
    }
  | ({ readonly t: 'step' } & EngineStep)
  /** What belongs to step n is durable and may be published. `rows`: of this book and of the account's state. */
  | {
      readonly t: 'committed';
      readonly n: number;
      readonly endMs: TimeMs;
      readonly rows: readonly JournalRow[];
      readonly logs: readonly LogLine[];
    }
  /** The account as it stands: after each commit that changed it, else at most 4 a second of wall time. */
  | { readonly t: 'account'; readonly view: AccountView }
  | SourcesTold
  | CommandAnswered
  | GrantsTold
  | FlattenProgress
  | { readonly t: 'receipt'; readonly receipt: Receipt }
  | { readonly t: 'shutdown'; readonly message: string };

export type EngineToDesk =
  | Hello
  | ({ readonly t: 'done' } & EngineAnswer)
  /** What a seed came to: bars and chart points that nobody else may have formed. */
  | ({ readonly t: 'seeded' } & Pick<EngineAnswer, 'bars' | 'points'>)
  /** Its port is open: the public address. Sent again when it changes. */
  | { readonly t: 'serving'; readonly url: string; readonly connections: number }
  | CommandAsked;

/** `ask`: the sender's own number of this question. Its `commandId` may be anybody's, and used more than once. */
export interface CommandAsked {
  readonly t: 'command';
  readonly ask: number;
  readonly request: CommandRequest;
}

export interface CommandAnswered {
  readonly t: 'commandResult';
  readonly ask: number;
  readonly result: CommandResult;
}

/** How long ago each source was heard: twice a second of wall time, and at once when one is heard no more or again. */
export interface SourcesTold {
  readonly t: 'sources';
  readonly ages: readonly SourceAge[];
}

/**
 * Who may do what, at each change: the hub tells the desk, the desk every engine, also one that comes later and with the
 * hub dead.
 */
export interface GrantsTold {
  readonly t: 'grants';
  readonly grants: Grants;
}

/** One step of a flatten as it happens. */
export interface FlattenProgress {
  readonly t: 'flatten';
  readonly id: string;
  readonly scope: Scope;
  readonly step: string;
  readonly text: string;
  readonly ms: number;
}

// --- desk and hub ---------------------------------------------------------------------------------------------------

export type DeskToHub =
  | HelloAnswer
  /** Every commit with anything in it, all books. */
  | {
      readonly t: 'committed';
      readonly n: number;
      readonly endMs: TimeMs;
      readonly rows: readonly JournalRow[];
      readonly logs: readonly LogLine[];
    }
  | { readonly t: 'account'; readonly view: AccountView }
  | SourcesTold
  /** A strategy's own view (setup, phase, levels), when it changed. */
  | { readonly t: 'strategyView'; readonly book: string; readonly view: StrategyView }
  | CommandAnswered
  | FlattenProgress
  | { readonly t: 'receipt'; readonly receipt: Receipt }
  /** Watchlists' quotes, made by the simulator: at a connection, then at most once a second of wall time. */
  | { readonly t: 'watchQuotes'; readonly source: 'SIM'; readonly quotes: readonly WatchQuote[] }
  /** Answer to a write. */
  | { readonly t: 'written'; readonly id: number; readonly ok: boolean; readonly message?: string }
  | { readonly t: 'shutdown'; readonly message: string };

export type HubToDesk =
  | Hello
  | { readonly t: 'serving'; readonly url: string; readonly connections: number }
  | CommandAsked
  | GrantsTold
  /** The hub's own rows (users, sessions, devices, notifications, settings, audit), written by the desk in transactions of their own. */
  | {
      readonly t: 'write';
      readonly id: number;
      readonly table: string;
      readonly op: 'upsert' | 'delete';
      readonly key: string;
      readonly json?: string;
    };

// --- desk and a command of the project (`npm run import`) that runs beside it --------------------------------------------

/** One at a time; the next is sent when the one before has been answered. */
export type ClientToDesk =
  | Hello
  | { readonly t: 'importBegin'; readonly head: ImportHead }
  /** The next bars, ascending. */
  | { readonly t: 'importBars'; readonly bars: readonly Bar[] }
  /** The next prints, after all bars. */
  | { readonly t: 'importPrints'; readonly prints: PackedPrints }
  | { readonly t: 'importEnd' }
  /** Removes an import, the first time its row, then its bars piece by piece: to be said again while there are more. */
  | { readonly t: 'importRemove'; readonly number: number };

export type DeskToClient =
  | HelloAnswer
  /** `stored`: the import is in the file; after importBegin: it was there before. */
  | { readonly t: 'imported'; readonly stored?: StoredImport }
  | { readonly t: 'importRemoved'; readonly isMore: boolean }
  | { readonly t: 'importFailed'; readonly message: string };

// --- desk and host --------------------------------------------------------------------------------------------------

export interface ProcessView {
  readonly name: string;
  readonly pid: number | null;
  readonly state: 'starting' | 'up' | 'restarting' | 'stopped' | 'dropped';
  readonly restarts: number;
  /** Since when it is in this state, wall time. */
  readonly sinceMs: number;
  /** Of its last death: what was said of it, or else how it died. */
  readonly lastWords?: string;
  readonly url?: string;
}

/** What is open at the venue, for a person who ends the program. */
export interface Exposure {
  /** Each position in words: "MNQ long 1". */
  readonly positions: readonly string[];
  /** Those of them that no stop at the venue covers. */
  readonly bare: readonly string[];
  readonly orders: number;
}

export type HostToDesk =
  | Hello
  /** The host gave up on an engine (crash loop), or brings it back at a person's wish. */
  | { readonly t: 'engineDropped'; readonly book: string; readonly reason: string }
  /** A process that nothing works without keeps dying, or is back; for the journal and for everybody who watches. */
  | { readonly t: 'alarm'; readonly code: 'process_failing' | 'process_back'; readonly message: string }
  /** Of a person at the host's terminal; only after `recovered`. */
  | CommandAsked
  /** Ends the run in order: market time stops, all is committed, the venue is told to end. */
  | { readonly t: 'shutdown' };

export type DeskToHost =
  | HelloAnswer
  /** The desk has recovered and its file is open; engines and hub may be started. */
  | { readonly t: 'recovered' }
  /** First time that the venue, every engine and the hub are there: market time moves. */
  | { readonly t: 'running' }
  | { readonly t: 'peer'; readonly name: string; readonly up: boolean; readonly url?: string }
  /** An engine owes an answer for too long: told again and again while it does. The host decides whether it hangs. */
  | { readonly t: 'hung'; readonly name: string }
  /** What is open at the venue, as far as the desk knows; told at once and at each change. */
  | ({ readonly t: 'exposure' } & Exposure)
  | CommandAnswered
  /** A person wants an engine back that was given up: please start it again. */
  | { readonly t: 'revive'; readonly name: string }
  | { readonly t: 'ended' }
  | { readonly t: 'stopped' };
