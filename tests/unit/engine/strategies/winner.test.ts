import { describe, expect, test } from 'vitest';
import { CME } from '../../../../engine/domain/session.ts';
import { specOf } from '../../../../engine/domain/catalog.ts';
import type { Decision, Intent } from '../../../../engine/strategies/strategy.ts';
import { WINNER_PRESETS, type WinnerParameters } from '../../../../engine/strategies/winner-parameters.ts';
import { winner, type WinnerState } from '../../../../engine/strategies/winner.ts';
import { walk } from '../../../support/seeded-bars.ts';
import { contextOf, type ContextParts } from '../../../support/strategy-context.ts';
import { StrategyHarness } from '../../../support/strategy-harness.ts';

const PARAMS: WinnerParameters = { ...WINNER_PRESETS.default, warmupBars: 1 };

/** Plays bars from a fresh state; returns every decision. */
function play(bars: readonly ContextParts[], params: WinnerParameters = PARAMS): readonly Decision<WinnerState>[] {
  let state = winner.initialState(params);
  return bars.map((parts, index) => {
    const decision = winner.onBar(contextOf(params, { index, ...parts }), state);
    state = decision.state;
    return decision;
  });
}

const last = <T>(items: readonly T[]): T => items.at(-1) as T;
const entries = (decisions: readonly Decision<WinnerState>[]) =>
  decisions.flatMap(({ intents }) =>
    intents.filter((i): i is Extract<Intent, { kind: 'enter' }> => i.kind === 'enter'),
  );
const messages = (decisions: readonly Decision<WinnerState>[]): readonly string[] =>
  decisions.flatMap(({ logs }) => logs.map(({ message }) => message));

const ON = { squeeze: { on: true, momentum: 0 } };
const LONG: ContextParts = { close: 960, low: 958, values: { rsi: 27.4 } };
const SHORT: ContextParts = { close: 1_041, high: 1_042, values: { rsi: 72 } };
const BELOW_MIDDLE: ContextParts = { close: 980 };
const times = <T>(count: number, item: T): readonly T[] => Array.from({ length: count }, () => item);

describe('setup', () => {
  test('a close beyond a band with RSI beyond its level, strictly', () => {
    expect(last(play([LONG])).signal).toBe('long');
    expect(last(play([SHORT])).signal).toBe('short');
    for (const none of [
      { ...LONG, close: 970 },
      { ...LONG, values: { rsi: 30 } },
      { ...SHORT, close: 1_030 },
      { ...SHORT, values: { rsi: 70 } },
      { close: 960 },
    ]) {
      expect(last(play([none])).signal).toBeNull();
    }
  });

  test('is shown with the bars it has left, and said in words', () => {
    const decisions = play([LONG, BELOW_MIDDLE, BELOW_MIDDLE]);
    const view = winner.view(last(decisions).state, PARAMS, specOf('MNQ'));
    expect(view).toMatchObject({ pendingSetup: 'long', barsLeft: 28, phase: 'setup' });
    expect(view.levels).toEqual([{ name: 'setup close', ticks: 960, fromMs: expect.any(Number) as number }]);
    expect(messages(decisions)[0]).toMatch(/Long setup: close below lower band 242\.50, RSI 27\.4/);
  });

  test('no setup while it warms up', () => {
    const decisions = play([LONG, LONG, LONG], { ...PARAMS, warmupBars: 3 });
    expect(decisions.map(({ signal }) => signal)).toEqual([null, null, 'long']);
    expect(decisions[0]?.state).toMatchObject({ phase: 'warming up', note: '1 of 3 bars' });
  });

  test('a second signal does not make it younger', () => {
    expect(last(play([LONG, BELOW_MIDDLE, LONG])).state.setup?.barsLeft).toBe(28);
  });
});

describe('trigger', () => {
  test('squeeze on in the same bar: a market order with its reason and the RSI', () => {
    const [entry] = entries(play([{ ...LONG, values: { rsi: 27.4, ...ON } }]));
    expect(entry).toEqual({
      kind: 'enter',
      direction: 'long',
      qty: 1,
      order: { type: 'market' },
      stop: { offsetTicks: 12 },
      targets: [{ price: { offsetTicks: 24 }, qty: 1 }],
      breakEvenAfterFirstTarget: false,
      why: 'close below lower band 242.50, RSI 27.4, squeeze on',
      rsi: 27.4,
    });
  });

  test('squeeze on up to five bars before counts, six does not', () => {
    const before = (bars: number) => [{ values: ON }, ...times(bars - 1, {}), SHORT];
    expect(entries(play(before(5)))).toHaveLength(1);
    expect(entries(play(before(6)))).toHaveLength(0);
  });

  test('squeeze that comes on within thirty bars of the setup counts, one bar later does not', () => {
    const after = (bars: number) => [LONG, ...times(bars - 1, BELOW_MIDDLE), { ...BELOW_MIDDLE, values: ON }];
    expect(entries(play(after(30)))).toHaveLength(1);
    const late = play(after(31));
    expect(entries(late)).toHaveLength(0);
    expect(messages(late)).toContain('Long setup ended: 30 bars went by');
  });

  test('outside the entry hours the setup waits', () => {
    const closed = { clock: { entriesAllowed: false } };
    const decisions = play([{ ...LONG, ...closed, values: { rsi: 20, ...ON } }, BELOW_MIDDLE]);
    expect(decisions[0]?.intents).toEqual([]);
    expect(decisions[0]?.state.note).toMatch(/outside the entry hours/);
    expect(entries(decisions)).toHaveLength(1);
  });
});

describe('a setup ends', () => {
  test('when price touches the middle band', () => {
    const decisions = play([LONG, { close: 990, high: 1_000 }, { values: ON, close: 980 }]);
    expect(entries(decisions)).toHaveLength(0);
    expect(messages(decisions)).toContain('Long setup ended: price is back at the middle band');
  });

  test('with the opposite setup, which takes its place', () => {
    const decisions = play([LONG, SHORT]);
    expect(last(decisions).state.setup).toMatchObject({ direction: 'short', barsLeft: 30 });
    expect(messages(decisions)).toContain('Long setup ended: the opposite setup came');
  });

  test('with the session: at its last bar, and at the next session at the latest', () => {
    const atEnd = play([LONG, { ...BELOW_MIDDLE, clock: { minutesToSessionEnd: 0 } }]);
    expect(last(atEnd).state.setup).toBeNull();
    const atStart = play([LONG, { ...BELOW_MIDDLE, values: ON, clock: { sessionStart: true } }]);
    expect(entries(atStart)).toHaveLength(0);
  });

  test('at a roll, with the warm-up begun anew', () => {
    const { state } = last(play([LONG]));
    expect(winner.onRoll(state, PARAMS)).toMatchObject({ setup: null, bars: 0, sinceSqueeze: null });
  });
});

describe('one position and a cool-down', () => {
  const trigger: ContextParts = { ...LONG, values: { rsi: 20, ...ON } };

  test('nothing is entered beside a position or a working entry, and no setup is kept', () => {
    const beside = [{ netQty: 1 }, { entryWorking: { direction: 'long', qty: 1, limitTicks: undefined } as const }];
    for (const book of beside) {
      const decision = last(play([LONG, { ...trigger, book }]));
      expect(decision.intents).toEqual([]);
      expect(decision.state.setup).toBeNull();
    }
  });

  test('five bars close after the bar of an exit before the next entry', () => {
    const lastExit = { direction: 'long', reason: 'sl_hit', timeMs: 7 } as const;
    const flatAgain = { ...trigger, book: { lastExit } };
    const decisions = play(times(7, flatAgain));
    expect(decisions.map(({ intents }) => intents.length)).toEqual([0, 0, 0, 0, 0, 1, 1]);
    expect(messages(decisions)[0]).toBe('Flat again: stop. Cool-down of 5 bars');
  });

  test('an exit that came and went within one bar starts it too', () => {
    const first = { direction: 'long', reason: 'tp_hit', timeMs: 7 } as const;
    const second = { ...first, timeMs: 8 };
    const bars = [...times(6, { book: { lastExit: first } }), { ...trigger, book: { lastExit: second } }];
    expect(entries(play(bars))).toHaveLength(0);
  });
});

describe('stop and target', () => {
  test('preset classic: 0.01 % and 0.05 % of 25,000 points of NQ are 10 and 50 ticks', () => {
    const params = { ...WINNER_PRESETS.classic, warmupBars: 1 };
    const bb = { upper: 100_300, middle: 100_200, lower: 100_100 };
    const [entry] = entries(play([{ close: 100_000, values: { bb, rsi: 20, ...ON } }], params));
    expect(entry?.stop).toEqual({ offsetTicks: 10 });
    expect(entry?.targets).toEqual([{ price: { offsetTicks: 50 }, qty: 1 }]);
  });

  test('a stop closer than four ticks or two spreads is widened, and says so', () => {
    const close = { ...LONG, values: { rsi: 20, atr: 1, ...ON } };
    const byTicks = play([close]);
    expect(entries(byTicks)[0]?.stop).toEqual({ offsetTicks: 4 });
    expect(last(byTicks).logs).toContainEqual({
      type: 'warning',
      message: 'Stop widened from 2 to 4 ticks: at least 4 ticks and 2 spreads of 1',
    });
    const bySpread = play([{ ...close, spreadTicks: 9 }]);
    expect(entries(bySpread)[0]?.stop).toEqual({ offsetTicks: 18 });
  });
});

describe('time to be flat', () => {
  test('closes the position, cancels a working entry, forgets the setup', () => {
    const clock = { mustBeFlat: true };
    const open = last(play([{ clock, book: { netQty: -1 } }]));
    expect(open.intents).toEqual([{ kind: 'exit', reason: 'end_of_session', why: 'time to be flat' }]);
    const working = { direction: 'long', qty: 1, limitTicks: undefined } as const;
    const entering = last(play([{ clock, book: { entryWorking: working } }]));
    expect(entering.intents).toEqual([{ kind: 'cancel-entry', why: 'time to be flat' }]);
    expect(last(play([LONG, { clock }])).state.setup).toBeNull();
  });

  test('the demo preset ignores the entry hours, but not this', () => {
    const params = { ...WINNER_PRESETS.demo, warmupBars: 1 };
    const now: ContextParts = { ...LONG, values: { rsi: 20, ...ON }, clock: { entriesAllowed: false } };
    expect(entries(play([now], params))).toHaveLength(1);
    expect(entries(play([{ ...now, clock: { entriesAllowed: false, mustBeFlat: true } }], params))).toHaveLength(0);
  });
});

describe('defects of the ancestor that must not come back', () => {
  const bars = walk(6_000, 11, Date.UTC(2024, 0, 2, 23));
  const harness = new StrategyHarness({
    strategy: winner,
    params: { ...WINNER_PRESETS.demo, ignoreEntryHours: false },
    spec: specOf('MNQ'),
    calendar: CME,
  }).play(bars);

  test('1, 2: protection travels with every entry as a stop and a target; no order is left to be watched or moved', () => {
    const entered = harness.intents.filter((intent) => intent.kind === 'enter');
    expect(entered.length).toBeGreaterThan(20);
    for (const { stop, targets, qty } of entered) {
      expect(stop).toHaveProperty('offsetTicks');
      expect(targets.reduce((sum, target) => sum + target.qty, 0)).toBe(qty);
    }
    const kinds = new Set(harness.intents.map((intent) => intent.kind));
    expect([...kinds].every((kind) => ['enter', 'cancel-entry', 'exit'].includes(kind))).toBe(true);
  });

  test('5: shorts are known as shorts', () => {
    expect(harness.trades.some((trade) => trade.direction === 'short')).toBe(true);
    const view = play([{ book: { netQty: -1 } }]);
    expect(last(view).state.note).toMatch(/^short/);
  });

  test('7: after the reopening at 17:00 Chicago nothing is flattened for being late', () => {
    const evening = harness.records.filter(({ clock }) => clock.chicagoMinute > 17 * 60);
    expect(evening.length).toBeGreaterThan(100);
    expect(evening.flatMap(({ decision }) => decision.intents).some((intent) => intent.kind === 'exit')).toBe(false);
    const entered = evening.flatMap(({ decision }) => decision.intents).filter((intent) => intent.kind === 'enter');
    expect(entered.length).toBeGreaterThan(0);
  });

  test('8: no setup outlives its bars or its session', () => {
    for (const { decision, clock } of harness.records) {
      const { setup } = decision.state;
      if (setup !== null) expect(setup.barsLeft).toBeGreaterThan(0);
      if (clock.sessionStart && setup !== null) expect(setup.barsLeft).toBe(WINNER_PRESETS.demo.setupBars);
    }
  });
});

test('state is plain JSON and small; through JSON after each bar nothing changes', () => {
  const bars = walk(3_000, 3, Date.UTC(2024, 0, 2, 23));
  const options = { strategy: winner, params: WINNER_PRESETS.demo, spec: specOf('MES'), calendar: CME };
  const plain = new StrategyHarness(options).play(bars);
  const stored = new StrategyHarness({ ...options, throughJson: true }).play(bars);
  expect(stored.records).toEqual(plain.records);
  for (const { decision } of plain.records) expect(JSON.stringify(decision.state).length).toBeLessThan(1_000);
});

test('onBar does not change the state it is given', () => {
  const state = Object.freeze(winner.initialState(PARAMS));
  winner.onBar(contextOf(PARAMS, LONG), state);
  expect(state).toEqual(winner.initialState(PARAMS));
});
