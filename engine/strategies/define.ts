import type { ContractSpec } from '../domain/contract.ts';
import type { Direction, Quantity, Ticks } from '../domain/units.ts';
import { CHART_DEFAULTS, CHART_PARAMETERS, type ChartIndicators, type ChartParameters } from './chart-indicators.ts';
import { chartWith, type Declared, type DeclaredValues } from './indicator-set.ts';
import { leastDistance } from './protection.ts';
import type { BarContext, Decision, Intent, ParameterDoc, RsiGuides, Strategy } from './strategy.ts';
import { TRADING_HOURS_DEFAULTS, TRADING_HOURS_PARAMETERS, type TradingHours } from './trading-hours.ts';

/** A number that a configuration may set. */
export interface NumberParameter {
  readonly default: number;
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly doc: string;
  readonly integer?: boolean;
}

type Numbers<Q> = { readonly [K in keyof Q]: number };
type Everything<Q> = Numbers<Q> & ChartParameters & TradingHours;

/** What a simple strategy wants on a bar: nothing, or a market entry with its stop and target as distances. */
export interface Wish<S> {
  readonly state: S;
  /** One line in a trader's words. */
  readonly note: string;
  readonly enter?: {
    readonly direction: Direction;
    readonly qty: Quantity;
    readonly stopTicks: Ticks;
    readonly targetTicks: Ticks;
    readonly why: string;
  };
}

export interface SimpleStrategy<Q, S, D> {
  readonly kind: string;
  readonly title: string;
  readonly parameters: { readonly [K in keyof Q]: NumberParameter };
  readonly indicators: (params: Numbers<Q>) => D;
  /** Where it looks at the RSI: the chart's guides. */
  readonly rsiGuides?: (params: Numbers<Q>) => RsiGuides;
  /** Before the first bar, and after a roll. Plain JSON. */
  readonly state: S;
  readonly onBar: (context: BarContext<Everything<Q>, ChartIndicators & DeclaredValues<D>>, state: S) => Wish<S>;
}

/** The state of a simple strategy with the note that its panel shows. */
export interface Noted<S> {
  readonly own: S;
  readonly note: string;
}

/**
 * A full strategy out of a simple one. It adds what every strategy owes: the chart's indicators and the trading hours as
 * parameters, one position at a time, no entry outside its hours, flat when it must be, a stop at the least distance.
 */
export function defineStrategy<Q extends object, S, D extends Readonly<Record<string, Declared<unknown>>>>(
  simple: SimpleStrategy<Q, S, D>,
): Strategy<Everything<Q>, Noted<S>, ChartIndicators & DeclaredValues<D>> {
  const own = Object.entries<NumberParameter>(simple.parameters);
  const docs = own.map(([name, { unit, min, max, doc, integer = true }]): [string, ParameterDoc] => {
    return [name, { kind: 'number', unit, min, max, integer, doc }];
  });
  const values = Object.fromEntries(own.map(([name, parameter]) => [name, parameter.default]));
  const start: Noted<S> = { own: simple.state, note: 'waiting for the first bar' };
  return {
    kind: simple.kind,
    title: simple.title,
    parameters: { ...CHART_PARAMETERS, ...TRADING_HOURS_PARAMETERS, ...Object.fromEntries(docs) } as {
      readonly [K in keyof Everything<Q>]: ParameterDoc;
    },
    presets: { default: { ...CHART_DEFAULTS, ...TRADING_HOURS_DEFAULTS, ...values } as Everything<Q> },
    ...(simple.rsiGuides === undefined ? {} : { rsiGuides: simple.rsiGuides }),
    indicators: (params) => chartWith(simple.indicators(params), params),
    initialState: () => start,
    onBar: (context, before) => decide(simple.onBar(context, before.own), context),
    onRoll: () => start,
    view: (state: Noted<S>, _params, _spec: ContractSpec) => {
      return { pendingSetup: null, barsLeft: null, phase: 'running', note: state.note, levels: [] };
    },
  };
}

function decide<S, P, V>(wish: Wish<S>, { clock, book, spreadTicks }: BarContext<P, V>): Decision<Noted<S>> {
  const state: Noted<S> = { own: wish.state, note: wish.note };
  const { enter } = wish;
  const signal = enter?.direction ?? null;
  const busy = book.netQty !== 0 || book.entryWorking !== undefined;
  if (clock.mustBeFlat) {
    const why = 'time to be flat';
    const intents: Intent[] = [];
    if (book.entryWorking !== undefined) intents.push({ kind: 'cancel-entry', why });
    if (book.netQty !== 0) intents.push({ kind: 'exit', reason: 'end_of_session', why });
    return { state, intents, logs: [], signal };
  }
  if (enter === undefined || busy || !clock.entriesAllowed) return { state, intents: [], logs: [], signal };
  const { direction, qty, stopTicks, targetTicks, why } = enter;
  const intent: Intent = {
    kind: 'enter',
    direction,
    qty,
    order: { type: 'market' },
    stop: { offsetTicks: Math.max(Math.ceil(stopTicks), leastDistance(spreadTicks, 4, 2)) },
    targets: [{ price: { offsetTicks: Math.max(1, Math.round(targetTicks)) }, qty }],
    breakEvenAfterFirstTarget: false,
    why,
  };
  return {
    state,
    intents: [intent],
    logs: [{ type: 'success', message: `${direction} ${qty} at market: ${why}` }],
    signal,
  };
}
