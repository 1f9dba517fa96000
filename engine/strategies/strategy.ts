import type { Bar } from '../domain/bar.ts';
import type { ContractSpec } from '../domain/contract.ts';
import type { ExitReason } from '../domain/reasons.ts';
import type { Intent, StrategyLog, StrategyView } from '../domain/intent.ts';
import type { Direction, Quantity, Ticks, TimeMs } from '../domain/units.ts';

export type { Intent, StrategyLevel, StrategyLog, StrategyView } from '../domain/intent.ts';

/** What a strategy may know of its own book. Folded by the engine from fills and order events, never asked for. */
export interface BookView {
  /** Signed net quantity. */
  readonly netQty: number;
  /** Average entry in ticks, fractional; undefined when flat. */
  readonly averageTicks: number | undefined;
  /** An entry order that is sent or working and not yet closed. */
  readonly entryWorking:
    { readonly direction: Direction; readonly qty: Quantity; readonly limitTicks: Ticks | undefined } | undefined;
  /** First fill of the open position, market time. */
  readonly openedMs: TimeMs | undefined;
  /** Targets of the open position that have filled. */
  readonly targetsFilled: number;
  /** Direction and reason of the last closed trade. */
  readonly lastExit:
    { readonly direction: Direction; readonly reason: ExitReason; readonly timeMs: TimeMs } | undefined;
}

/** The clock of a closed bar. All of it follows from the bar's time and the contract's calendar. */
export interface BarClock {
  /** Time at which the bar closed (open time + interval). */
  readonly closeMs: TimeMs;
  /** Exchange trading day of the bar, "2026-11-20". */
  readonly tradingDay: string;
  /** Minutes since midnight of the bar's CLOSE, wall clock of the zone (0 to 1439). */
  readonly chicagoMinute: number;
  readonly newYorkMinute: number;
  /** Minutes since midnight New York of the bar's OPEN. */
  readonly newYorkOpenMinute: number;
  /** True on the first bar of a new session (after a close of the market) and after a roll. */
  readonly sessionStart: boolean;
  /** Minutes from the bar's close to this session's end; early closes counted. */
  readonly minutesToSessionEnd: number;
  /** True when entries are allowed now by the strategy's own window and flat-by time (computed by the pipeline). */
  readonly entriesAllowed: boolean;
  /** True from the strategy's flat-by time on: it must ask for an exit. */
  readonly mustBeFlat: boolean;
}

/** Everything a decision may rest on: one closed bar, declared indicators, own book. No clock, no broker, no store, no ids. */
export interface BarContext<P, V> {
  readonly bar: Bar;
  /** Counts closed bars of this engine from 0. */
  readonly index: number;
  readonly clock: BarClock;
  readonly spec: ContractSpec;
  /** Spread in ticks at the bar's close. */
  readonly spreadTicks: Ticks;
  readonly params: P;
  /** Value of each declared indicator after this bar; undefined while it warms up. */
  readonly values: V;
  readonly book: BookView;
}

export interface Decision<S> {
  readonly state: S;
  readonly intents: readonly Intent[];
  readonly logs: readonly StrategyLog[];
  /** Raw reading on this bar, drawn as a marker; null when there is none. */
  readonly signal: Direction | null;
}

export type ParameterDoc =
  | {
      readonly kind: 'number';
      readonly unit: string;
      readonly min: number;
      readonly max: number;
      readonly integer: boolean;
      readonly doc: string;
    }
  | { readonly kind: 'boolean'; readonly doc: string }
  | { readonly kind: 'choice'; readonly choices: readonly string[]; readonly doc: string }
  | { readonly kind: 'time'; readonly zone: 'America/Chicago' | 'America/New_York'; readonly doc: string };

/** Levels of the RSI, 0 to 100. */
export interface RsiGuides {
  readonly low: number;
  readonly high: number;
}

/**
 * A strategy is a value: no class, no side effect. `S` must survive JSON (no Map, Date, undefined holes): it is stored
 * after each bar and given back after a crash.
 *
 * @typeParam P parameters · @typeParam S state · @typeParam V indicator values by name
 */
export interface Strategy<P, S, V> {
  readonly kind: string;
  readonly title: string;
  readonly parameters: { readonly [K in keyof P]: ParameterDoc };
  readonly presets: Readonly<Record<string, P>>;
  /** What no single parameter can say ("rsiLow below rsiHigh"); each fault a line. */
  faults?(params: P): readonly string[];
  /** Below and above which RSI it looks for entries: the chart's guides. Without: the usual 30 and 70. */
  rsiGuides?(params: P): RsiGuides;
  /** Fresh indicators for these parameters; the pipeline feeds them each closed bar and hands over their values. */
  indicators(params: P, spec: ContractSpec): IndicatorSet<V>;
  initialState(params: P): S;
  /** Pure: the same context and state give the same decision. Called once per closed bar, also while warming up. */
  onBar(context: BarContext<P, V>, state: S): Decision<S>;
  /** Called where positions must be flat and setups are void (a contract roll): returns the state to go on with. */
  onRoll(state: S, params: P): S;
  view(state: S, params: P, spec: ContractSpec): StrategyView;
}

/** The declared indicators of a strategy as one unit: fed by closed bars, serialisable. */
export interface IndicatorSet<V> {
  /** `sessionStart` lets session indicators (VWAP) begin anew. */
  next(bar: Bar, sessionStart: boolean): V;
  /** Restart at a roll. */
  reset(): void;
  /** Plain JSON. */
  save(): unknown;
  load(saved: unknown): void;
}
