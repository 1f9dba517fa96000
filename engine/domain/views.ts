import type { ClientOrderId, ContractId, TradeId } from './ids.ts';
import type { StandingBlock } from './block.ts';
import type { BookId, BookIdentity, Mode, TradingState } from './book.ts';
import type { ContractFacts } from './contract.ts';
import type { Difference, DifferenceAct } from './difference.ts';
import type { JournalHealth } from './journal-health.ts';
import type { OrderReason, StandingReason } from './reasons.ts';
import type { Quote } from './quote.ts';
import type { OrderStatus, OrderType, OrderRole } from './order.ts';
import type { Cents, Direction, Quantity, Side, Ticks, TimeMs } from './units.ts';

/** Where a figure comes from and as of when; every view that leaves the desk carries one. */
export interface AsOf {
  /** "desk" for our own books, "venue" for what the broker says. */
  readonly source: 'desk' | 'venue';
  /** Market time. */
  readonly timeMs: TimeMs;
  /** Last completed step. */
  readonly step: number;
  /** Last journal sequence number. */
  readonly seq: number;
}

/** What a book holds of one contract. */
export interface PositionView {
  readonly tradeId: TradeId;
  readonly book: BookId;
  readonly root: string;
  readonly contractId: ContractId;
  readonly contract: ContractFacts;
  readonly direction: Direction;
  readonly qty: Quantity;
  /** Average entry, ticks, fractional. */
  readonly averageTicks: number;
  readonly entryMs: TimeMs;
  readonly entryOrderId: ClientOrderId;
  readonly entryRsi: number | null;
  /** The protective stop, where one exists. `atVenueSinceMs` undefined: not (yet) acknowledged there. */
  readonly stop: {
    readonly orderId: ClientOrderId;
    readonly ticks: Ticks;
    readonly qty: Quantity;
    readonly atVenueSinceMs: TimeMs | undefined;
  } | null;
  /** Targets that are still open, nearest first. */
  readonly targets: readonly { readonly orderId: ClientOrderId; readonly ticks: Ticks; readonly qty: Quantity }[];
  readonly targetsFilled: number;
  /** Null: the contract has no price, and what is open is not known. */
  readonly markTicks: Ticks | null;
  readonly unrealizedCents: Cents | null;
  /** Realized in this trade so far, before fees. */
  readonly realizedCents: Cents;
  readonly entryFeesCents: Cents;
  readonly exitFeesCents: Cents;
  /** Null: no stop has stood yet, or ever. */
  readonly riskCents: Cents | null;
  readonly maeCents: Cents;
  readonly mfeCents: Cents;
}

export interface OrderView {
  readonly orderId: ClientOrderId;
  readonly book: BookId;
  readonly root: string;
  readonly contractId: ContractId;
  /** Where the catalog does not have the root. */
  readonly contract?: ContractFacts;
  readonly side: Side;
  readonly type: OrderType;
  readonly role: OrderRole;
  readonly qty: Quantity;
  readonly filledQty: Quantity;
  /** Average fill price in ticks, fractional; undefined without a fill. */
  readonly averageTicks: number | undefined;
  /**
   * Of a leg that waits for its entry: where it is expected. `stopTicks` of a denied entry: the protective stop that it
   * asked for, which has no order of its own.
   */
  readonly limitTicks: Ticks | undefined;
  readonly stopTicks: Ticks | undefined;
  readonly status: OrderStatus;
  /** Why it ended without being filled, and what was found; the latter may be empty. */
  readonly reason: OrderReason | undefined;
  readonly reasonDetail: string | undefined;
  readonly submittedMs: TimeMs;
  readonly updatedMs: TimeMs;
}

export interface BookSnapshot {
  readonly book: BookId;
  readonly number: number;
  readonly name: string;
  readonly kind: BookIdentity['kind'];
  /** Of a strategy: the contract that it trades; of other books: the one that they hold first, empty where they hold none. */
  readonly root: string;
  readonly contractId: ContractId;
  /** The book's own state, and the stricter of it and the account's. */
  readonly ownState: TradingState;
  readonly state: TradingState;
  readonly stateReason: StandingReason;
  readonly stateUntilMs: TimeMs | null;
  readonly flattening: boolean;
  /** Why no entries are taken besides the state. */
  readonly blocks: readonly StandingBlock[];
  /** By contract; a strategy holds one at most. */
  readonly positions: readonly PositionView[];
  readonly workingOrders: Quantity;
  /** Of the trading day: what its fills booked, less their fees; by how much equity changed since it began. */
  readonly dayRealizedCents: Cents;
  readonly dayNetCents: Cents;
  readonly dayGrossCents: Cents;
  readonly dayFeesCents: Cents;
  readonly dayTrades: number;
  readonly dayWins: number;
  /** Day's high-water mark minus dayNet, never negative. */
  readonly drawdownCents: Cents;
  readonly feedStale: boolean;
  /** None: a book that no engine decides for. */
  readonly engine: 'up' | 'restarting' | 'dropped' | 'joining' | 'none';
}

/** A difference between our books and the venue's that is not over. */
export interface DifferenceView {
  readonly key: string;
  readonly difference: Difference;
  readonly act: DifferenceAct;
  readonly sinceMs: TimeMs;
  /** It blocks entries until a person has seen it. */
  readonly blocks: boolean;
}

export interface AccountView {
  readonly asOf: AsOf;
  readonly account: string;
  readonly run: string;
  readonly mode: Mode;
  readonly tradingDay: string;
  /** When the calendar lets it begin: the evening of the trading day before. */
  readonly dayFromMs: TimeMs;
  readonly state: TradingState;
  readonly stateReason: StandingReason;
  readonly stateUntilMs: TimeMs | null;
  readonly startBalanceCents: Cents;
  /** Start + realized - fees. */
  readonly balanceCents: Cents;
  readonly equityCents: Cents;
  /** Balance and open P&L as the trading day began. */
  readonly dayStartEquityCents: Cents;
  /** What the day's fills booked, less their fees. */
  readonly dayRealizedCents: Cents;
  /** By how much equity changed since the day began (without what the venue adjusted). */
  readonly dayNetCents: Cents;
  readonly dayGrossCents: Cents;
  readonly dayFeesCents: Cents;
  readonly openPnlCents: Cents;
  readonly marginCents: Cents;
  readonly buyingPowerCents: Cents;
  /** Positive, null when off. */
  readonly dailyLossLimitCents: Cents | null;
  /** Dollars left until the daily loss limit. Null when off. */
  readonly roomCents: Cents | null;
  /** Of the room, what open positions lose when they are stopped and what waiting entries may lose. */
  readonly reservedCents: Cents;
  /** A contract that is held and has no price: room and open P&L are not known. */
  readonly unpriced: string | null;
  readonly isAtRisk: boolean;
  readonly accountCap: Quantity;
  /** Contracts open now, counted in micros. */
  readonly exposure: Quantity;
  readonly speed: number | 'max';
  /** True when the data have ended and the market stands. */
  readonly ended: boolean;
  /** Next time by which strategies are flat; null in an always-open simulation. */
  readonly flatByMs: TimeMs | null;
  readonly books: readonly BookSnapshot[];
  /** Blocks that concern the whole account. */
  readonly blocks: readonly StandingBlock[];
  readonly differences: readonly DifferenceView[];
  readonly quotes: readonly Quote[];
  /** How the file takes what the desk writes. */
  readonly journal: JournalHealth;
}
