import { formatPrice, type ContractSpec } from '../domain/contract.ts';
import { EXIT_REASONS } from '../domain/reasons.ts';
import type { Direction, Ticks } from '../domain/units.ts';
import { ChartIndicatorSet, type ChartIndicators } from './chart-indicators.ts';
import { leastDistance } from './protection.ts';
import type { BarContext, Decision, Intent, Strategy, StrategyLog } from './strategy.ts';
import { winnerFaults, WINNER_PARAMETERS, WINNER_PRESETS, type WinnerParameters } from './winner-parameters.ts';

/**
 * Winner: fades an overshoot out of a quiet market. A bar that closes beyond the 3-sigma band with an extreme RSI is a
 * setup; when the squeeze is on, or was a few bars ago, it enters at market against the overshoot. Stop and target travel
 * with the entry and rest at the venue. An example: no claim that it earns.
 */
type Context = BarContext<WinnerParameters, ChartIndicators>;

export interface WinnerState {
  /** Closed bars so far, counted up to the warm-up. */
  readonly bars: number;
  readonly setup: {
    readonly direction: Direction;
    readonly barsLeft: number;
    readonly fromMs: number;
    readonly ticks: Ticks;
  } | null;
  /** Bars since the squeeze was last on, 0 for this bar; null where that is longer ago than the trigger looks back. */
  readonly sinceSqueeze: number | null;
  readonly cooldownLeft: number;
  /** Time of the last exit that was seen. */
  readonly lastExitMs: number | null;
  readonly phase: 'warming up' | 'waiting' | 'setup' | 'entering' | 'in trade' | 'flat by time';
  readonly note: string;
}

const START: WinnerState = {
  bars: 0,
  setup: null,
  sinceSqueeze: null,
  cooldownLeft: 0,
  lastExitMs: null,
  phase: 'warming up',
  note: 'waiting for the first bar',
};

export const winner: Strategy<WinnerParameters, WinnerState, ChartIndicators> = {
  kind: 'winner',
  title: 'Winner: fade a band overshoot out of a squeeze',
  parameters: WINNER_PARAMETERS,
  presets: WINNER_PRESETS,
  faults: winnerFaults,
  rsiGuides: ({ rsiLow, rsiHigh }) => ({ low: rsiLow, high: rsiHigh }),
  indicators: (params) => new ChartIndicatorSet(params),
  initialState: () => START,
  onBar: decide,
  // Counters of bars begin anew with the indicators; the cool-down is not cut short.
  onRoll: (state) => ({ ...START, cooldownLeft: state.cooldownLeft, lastExitMs: state.lastExitMs }),
  view: (state, _params, spec) => ({
    pendingSetup: state.setup?.direction ?? null,
    barsLeft: state.setup?.barsLeft ?? null,
    phase: state.phase,
    note: state.note,
    levels: setupLevels(state, spec),
  }),
};

function setupLevels(state: WinnerState, _spec: ContractSpec) {
  return state.setup === null ? [] : [{ name: 'setup close', ticks: state.setup.ticks, fromMs: state.setup.fromMs }];
}

function decide(context: Context, before: WinnerState): Decision<WinnerState> {
  const { params, clock, book } = context;
  const logs: StrategyLog[] = [];
  const info = (message: string): void => void logs.push({ type: 'info', message });
  const counted = count(context, before, info);
  const signal = counted.bars < params.warmupBars ? null : rawSignal(context);

  if (clock.mustBeFlat) {
    const state = dropSetup(counted, 'time to be flat', info);
    return {
      state: { ...state, phase: 'flat by time', note: 'flat until the next session' },
      intents: goFlat(context),
      logs,
      signal,
    };
  }
  if (book.netQty !== 0 || book.entryWorking !== undefined) {
    const open = book.netQty !== 0;
    const side = open ? (book.netQty > 0 ? 'long' : 'short') : '';
    const note = open ? `${side}; stop and target rest at the venue` : 'entry order is at the venue';
    return {
      state: { ...counted, setup: null, phase: open ? 'in trade' : 'entering', note },
      intents: [],
      logs,
      signal,
    };
  }
  const state = followSetup(context, counted, signal, info);
  const blocked = state.setup === null ? undefined : whyNotNow(context, state);
  if (state.setup !== null && blocked === undefined) {
    const entry = enter(context, state.setup.direction, logs);
    if (entry !== undefined) {
      return { state: { ...state, setup: null, phase: 'entering', note: entry.why }, intents: [entry], logs, signal };
    }
  }
  return { state: settle(context, state, blocked, info), intents: [], logs, signal };
}

/** What passes with every bar, whatever the position. */
function count(context: Context, before: WinnerState, info: (message: string) => void): WinnerState {
  const { params, values, book, clock } = context;
  const on = values.squeeze?.on === true;
  const since = before.sinceSqueeze;
  const exit = book.lastExit;
  const closed = exit !== undefined && exit.timeMs !== before.lastExitMs;
  if (closed) info(`Flat again: ${EXIT_REASONS[exit.reason]}. Cool-down of ${params.cooldownBars} bars`);
  const state: WinnerState = {
    ...before,
    bars: Math.min(before.bars + 1, params.warmupBars),
    sinceSqueeze: on ? 0 : since === null || since >= params.squeezeLookback ? null : since + 1,
    cooldownLeft: closed ? params.cooldownBars : Math.max(0, before.cooldownLeft - 1),
    lastExitMs: exit?.timeMs ?? before.lastExitMs,
  };
  return clock.sessionStart ? dropSetup(state, 'the session ended', info) : state;
}

/** Close beyond a band with an extreme RSI. Strictly: a market that stands still reads neither. */
function rawSignal({ bar, values, params }: Context): Direction | null {
  const { bb, rsi } = values;
  if (bb === undefined || rsi === undefined) return null;
  if (bar.close < bb.lower && rsi < params.rsiLow) return 'long';
  if (bar.close > bb.upper && rsi > params.rsiHigh) return 'short';
  return null;
}

/** Ages, ends or begins the setup. A second signal on the same side does not make it younger. */
function followSetup(
  context: Context,
  before: WinnerState,
  signal: Direction | null,
  info: (message: string) => void,
): WinnerState {
  const { bar, values, params, spec } = context;
  let state = before;
  if (state.setup !== null) {
    const { direction, barsLeft } = state.setup;
    const middle = values.bb?.middle;
    const touched = middle !== undefined && (direction === 'long' ? bar.high >= middle : bar.low <= middle);
    if (signal !== null && signal !== direction) state = dropSetup(state, 'the opposite setup came', info);
    else if (touched) state = dropSetup(state, 'price is back at the middle band', info);
    else state = { ...state, setup: { ...state.setup, barsLeft: barsLeft - 1 } };
  }
  if (state.setup !== null || signal === null) return state;
  info(
    `${capital(signal)} setup: ${signalWords(context, signal)}. ` +
      `Waiting up to ${params.setupBars} bars for the squeeze (close ${formatPrice(spec, bar.close)})`,
  );
  return { ...state, setup: { direction: signal, barsLeft: params.setupBars, fromMs: bar.timeMs, ticks: bar.close } };
}

function left(bars: number): string {
  return `${bars} ${bars === 1 ? 'bar' : 'bars'} left`;
}

/** Why the setup does not enter on this bar, or undefined when it does. */
function whyNotNow({ params, clock, values }: Context, state: WinnerState): string | undefined {
  if (state.sinceSqueeze === null) return 'waiting for the squeeze';
  if (state.cooldownLeft > 0) return `cool-down, ${left(state.cooldownLeft)}`;
  if (!clock.entriesAllowed && !params.ignoreEntryHours) return 'outside the entry hours';
  if (values.atr === undefined) return 'waiting for the ATR';
  return undefined;
}

function enter(
  context: Context,
  direction: Direction,
  logs: StrategyLog[],
): Extract<Intent, { kind: 'enter' }> | undefined {
  const { bar, params, values } = context;
  const { atr, rsi } = values;
  if (atr === undefined) return undefined;
  const byAtr = params.stopMode === 'atr';
  const wished = Math.round(byAtr ? params.stopAtr * atr : (bar.close * params.stopPercent) / 100);
  const target = Math.max(1, Math.round(byAtr ? params.targetAtr * atr : (bar.close * params.targetPercent) / 100));
  const least = leastDistance(context.spreadTicks, params.minStopTicks, params.minStopSpreads);
  const stop = Math.max(wished, least);
  if (stop > wished) {
    const rule = `at least ${params.minStopTicks} ticks and ${params.minStopSpreads} spreads of ${context.spreadTicks}`;
    logs.push({ type: 'warning', message: `Stop widened from ${wished} to ${stop} ticks: ${rule}` });
  }
  const why = `${signalWords(context, direction)}, squeeze on`;
  logs.push({
    type: 'success',
    message: `${capital(direction)} ${params.qty} at market: ${why}. Stop ${stop} ticks, target ${target} ticks`,
  });
  return {
    kind: 'enter',
    direction,
    qty: params.qty,
    order: { type: 'market' },
    stop: { offsetTicks: stop },
    targets: [{ price: { offsetTicks: target }, qty: params.qty }],
    breakEvenAfterFirstTarget: false,
    why,
    ...(rsi === undefined ? {} : { rsi }),
  };
}

/** Phase and note of a bar without an order; ends the setup whose last bar this was. */
function settle(
  context: Context,
  before: WinnerState,
  blocked: string | undefined,
  info: (message: string) => void,
): WinnerState {
  const { params, clock } = context;
  let state = before;
  if (state.setup !== null && state.setup.barsLeft <= 0)
    state = dropSetup(state, `${params.setupBars} bars went by`, info);
  if (clock.minutesToSessionEnd <= 0) state = dropSetup(state, 'the session ended', info);
  if (state.bars < params.warmupBars) {
    return { ...state, phase: 'warming up', note: `${state.bars} of ${params.warmupBars} bars` };
  }
  if (state.setup === null) {
    const cooling = state.cooldownLeft > 0 ? `; cool-down, ${left(state.cooldownLeft)}` : '';
    return {
      ...state,
      phase: 'waiting',
      note: `for a close beyond the bands with RSI below ${params.rsiLow} or above ${params.rsiHigh}${cooling}`,
    };
  }
  return {
    ...state,
    phase: 'setup',
    note: `${state.setup.direction} setup: ${blocked ?? 'ready'}, ${left(state.setup.barsLeft)}`,
  };
}

function goFlat({ book }: Context): readonly Intent[] {
  const why = 'time to be flat';
  const cancel: readonly Intent[] = book.entryWorking === undefined ? [] : [{ kind: 'cancel-entry', why }];
  return book.netQty === 0 ? cancel : [...cancel, { kind: 'exit', reason: 'end_of_session', why }];
}

function dropSetup(state: WinnerState, why: string, info: (message: string) => void): WinnerState {
  if (state.setup === null) return state;
  info(`${capital(state.setup.direction)} setup ended: ${why}`);
  return { ...state, setup: null };
}

function signalWords({ bar, values, spec }: Context, direction: Direction): string {
  const band = direction === 'long' ? values.bb?.lower : values.bb?.upper;
  const rsi = values.rsi === undefined ? '' : `, RSI ${values.rsi.toFixed(1)}`;
  const side = direction === 'long' ? 'below lower' : 'above upper';
  const at = band === undefined ? '' : ` ${formatPrice(spec, band)}`;
  const beyond = band !== undefined && (direction === 'long' ? bar.close < band : bar.close > band);
  return `${beyond ? `close ${side} band${at}` : `close ${formatPrice(spec, bar.close)} after the overshoot`}${rsi}`;
}

function capital(direction: Direction): string {
  return direction === 'long' ? 'Long' : 'Short';
}
