import type {
  AlarmMessage,
  CockpitAccount,
  CockpitCatalog,
  CockpitLog,
  CockpitOrder,
  CockpitTrade,
  DeskLinkMessage,
  ProcessMessage,
  ReceiptMessage,
  Role,
  StrategyViewMessage,
  SymbolConfig,
} from '../../engine/wire/index.ts';
import type { Band } from './flatten.ts';
import { NEW_LINK, type Link } from './links.ts';
import type { MarketClock } from './market-clock.ts';
import { NO_SOURCES, type Sources } from './sources.ts';
import type { Spark } from './spark.ts';
import type { Toast } from './toasts.ts';
import type { TradeSpan } from './trade-span.ts';
import type { Flats } from './verified-flat.ts';

/** Who this page acts as. */
export interface Session {
  readonly phase: 'opening' | 'open' | 'locked' | 'waiting';
  readonly role: Role;
  readonly userName: string;
  readonly device: string;
  /** Why it is locked, in words; while it waits to be confirmed, the fingerprint that it must have been shown. */
  readonly reason: string;
}

/** A strategy's server and what it told about itself on connection. */
export interface SymbolServer {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly kind: string;
  readonly root: string;
  readonly symbol: string;
  readonly url: string | null;
  readonly link: Link;
  readonly config: SymbolConfig | undefined;
}

/** A moment on a strategy's chart. */
export interface LookAt {
  readonly strategy: string;
  readonly timeMs: number;
}

/** Everything that the panels draw. The charts' bars are kept apart (`series.ts`): they change with each tick. */
export interface CockpitState {
  readonly session: Session;
  readonly hub: Link;
  /** The hub's own link to the desk. */
  readonly desk: DeskLinkMessage | undefined;
  readonly account: CockpitAccount | undefined;
  /** Contracts as the engine knows them; undefined until it told. */
  readonly catalog: CockpitCatalog | undefined;
  /** Verified flat at the venue, and not yet overtaken by a newer picture of the account. */
  readonly flats: Flats;
  /** Wall epoch ms at which the account was last told. */
  readonly accountHeardMs: number;
  readonly sources: Sources;
  readonly clock: MarketClock | undefined;
  readonly symbols: readonly SymbolServer[];
  readonly views: Readonly<Record<string, StrategyViewMessage>>;
  readonly sparks: Readonly<Record<string, Spark>>;
  readonly trades: readonly CockpitTrade[];
  /** Of which time `trades` has all; undefined before the hub told any. */
  readonly tradeSpan: TradeSpan | undefined;
  readonly orders: readonly CockpitOrder[];
  readonly log: readonly CockpitLog[];
  readonly alarms: readonly AlarmMessage[];
  /** Time of the newest alarm that was looked at. */
  readonly alarmsSeenAt: string;
  readonly receipts: readonly ReceiptMessage[];
  readonly processes: readonly ProcessMessage[];
  /** While the simulation runs to the next trade: how the books stood when it began. */
  readonly seek: string | undefined;
  readonly band: Band | null;
  readonly toasts: readonly Toast[];
  /** Newest sequence number told, for `sinceSeq` after a reconnect. */
  readonly seq: number | undefined;
  /** Milliseconds to the hub and back. */
  readonly wayMs: number | undefined;
  readonly selected: string;
  /** A moment that a chart is to show, until one does. */
  readonly lookAt: LookAt | undefined;
}

export const EMPTY_COCKPIT: CockpitState = {
  session: { phase: 'opening', role: 'viewer', userName: '', device: '', reason: '' },
  hub: NEW_LINK,
  desk: undefined,
  account: undefined,
  catalog: undefined,
  flats: {},
  accountHeardMs: 0,
  sources: NO_SOURCES,
  clock: undefined,
  symbols: [],
  views: {},
  sparks: {},
  trades: [],
  tradeSpan: undefined,
  orders: [],
  log: [],
  alarms: [],
  alarmsSeenAt: '',
  receipts: [],
  processes: [],
  seek: undefined,
  band: null,
  toasts: [],
  seq: undefined,
  wayMs: undefined,
  selected: '',
  lookAt: undefined,
};
