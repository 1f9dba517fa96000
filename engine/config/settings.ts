import type { Cents, Quantity, TimeMs } from '../domain/units.ts';
import type { Entrance } from '../ports/entrance.ts';

/**
 * The settings of one start, complete and checked: what every process is handed. Loading from file, environment and
 * flags with all faults at once is `load.ts`; defaults, units, ranges and docs stand in `options.ts`.
 */
export interface StrategySettings {
  /** "MNQ", ..., "MGC-PO3". */
  readonly id: string;
  /** Name of the strategy's parameter preset ("default", "classic", "demo"). */
  readonly preset: string;
  /** Overrides of the preset's parameters, checked against the strategy's own declaration. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Port of its symbol server, 0 = any free one. */
  readonly port: number;
}

export interface VenueSettings {
  /** From the decision to the order being live at the venue. */
  readonly latencyMs: number;
  /** Added against us on market and stop orders. */
  readonly slippageTicks: number;
  readonly spreadTicks: number;
  /** Fee per side and contract by root, cents. */
  readonly feePerSideCents: Readonly<Record<string, Cents>>;
}

export interface RiskSettings {
  readonly startBalanceCents: Cents;
  /** Positive; null: off. */
  readonly dailyLossLimitCents: Cents | null;
  /** Most contracts over the account, counted in micros. */
  readonly accountCapMicros: Quantity;
  /** No quote of a contract for so long in an open session (market time): no entries. */
  readonly staleAfterMs: number;
  /** False: an entry against another book's position on the same contract is denied. */
  readonly allowOpposingBooks: boolean;
  /** Margin per contract by root, cents; an estimate for display. */
  readonly marginCents: Readonly<Record<string, Cents>>;
}

/** Which column of a recording is what, by name or by number from 0, for a file that is not recognized. */
export interface ColumnMapping {
  readonly time?: string | number;
  /** Where the date stands in a column of its own. */
  readonly date?: string | number;
  readonly open?: string | number;
  readonly high?: string | number;
  readonly low?: string | number;
  readonly close?: string | number;
  readonly volume?: string | number;
  /** Order of dates with slashes. */
  readonly dateOrder?: 'mdy' | 'dmy' | 'ymd';
  /** Sign before the decimals. */
  readonly decimal?: 'point' | 'comma';
  /** Whether the stamps are the opening of the bars (what is taken where nothing is said) or their close. */
  readonly stamp?: 'open' | 'close';
  /** Which instrument of several that stand in the file side by side, by its name or number there. */
  readonly instrument?: string;
  /** Which file of a zip archive is meant, by its name there. */
  readonly entry?: string;
  /** What a price is multiplied with, e.g. 1e-9. */
  readonly priceScale?: number;
}

export interface ReplayFile {
  /** Contract root whose quotes the file gives. */
  readonly root: string;
  /** Absolute path; of an import "@" and its name. */
  readonly path: string;
  /** Of a recording that was imported: its number in the data folder's file. */
  readonly importNumber?: number;
  /** IANA zone of stamps that have none of their own. */
  readonly zone?: string;
  readonly mapping?: ColumnMapping;
  /** SHA-256 of the content (of an import of its bars), hex: the same recording is the same run wherever it lies. */
  readonly sha256?: string;
}

export type FeedSettings =
  | {
      readonly kind: 'sim';
      readonly seed: number;
      /** Trading days played in advance before the first start. */
      readonly historyDays: number;
      readonly hours: 'always' | 'cme';
    }
  | {
      readonly kind: 'replay';
      /** One per contract root; `zone` for files whose stamps have none. */
      readonly files: readonly ReplayFile[];
      /** Round off-tick prices (and count them) instead of refusing them. */
      readonly round: boolean;
      /** Play what is left of a file of which most rows were refused. */
      readonly allowRefused?: boolean;
    };

export interface Settings {
  readonly mode: 'SIM' | 'REPLAY';
  readonly dataDir: string;
  readonly feed: FeedSettings;
  /** Market time before which nothing trades (replay: plays but enters nothing; simulation: start of market time). */
  readonly fromMs: TimeMs | undefined;
  readonly untilMs: TimeMs | undefined;
  readonly speed: number | 'max';
  readonly preset: 'default' | 'demo';
  readonly strategies: readonly StrategySettings[];
  readonly venue: VenueSettings;
  readonly risk: RiskSettings;
  readonly hubPort: number;
  readonly hubAliasPort: number | undefined;
  /** Loopback unless a person exposed it. */
  readonly listen: string;
  readonly exitWhenDone: boolean;
  readonly oneProcess: boolean;
  readonly pnlRetentionDays: number;
}

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** What only the hub and the symbol servers need; no influence on trading. */
export interface HubSettings {
  /** Sockets in all, per user; messages a minute per user. */
  readonly maxConnections: number;
  readonly maxConnectionsPerUser: number;
  readonly maxMessagesPerMinute: number;
  /** Origins beside this installation's own that may read across origins (CORS_ORIGIN, FRONTEND_URL); never "*". */
  readonly allowedOrigins: readonly string[];
  /** Names of this machine beside its own and its certificate's, where a person gave some; with a port behind a proxy. */
  readonly hostNames?: readonly string[];
  /** Key for signing tokens, where a person chose one; else the hub makes its own. A secret. */
  readonly jwtSecret?: string;
  /** redis:// or rediss://; may hold a password. A secret. */
  readonly redisUrl?: string;
}

/** What a child gets from its host as the first message. */
export interface Bootstrap {
  readonly settings: Settings;
  /** Link secret, socket of the desk, version of the program. */
  readonly secret: string;
  readonly deskSocket: string;
  readonly version: string;
  readonly runtimeDir: string;
  readonly epoch: number;
  /** Engines only. */
  readonly strategyId?: string;
  /** Hub and symbol servers: file with the owner's token (0600). */
  readonly tokenFile: string;
  /** Hub and symbol servers: how they are reached. */
  readonly entrance?: Entrance;
  /** Every origin of this installation, for Host and Origin checks; completed as ports become known. */
  readonly knownPorts: readonly number[];
  readonly logLevel?: LogLevel;
  /** JSON lines also on a terminal. */
  readonly logJson?: boolean;
  /** Hub and symbol servers; the signing key and the Redis address only to the hub. */
  readonly hub?: HubSettings;
}
