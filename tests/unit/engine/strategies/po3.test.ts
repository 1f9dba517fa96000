import { describe, expect, test } from 'vitest';
import { CME } from '../../../../engine/domain/session.ts';
import { specOf } from '../../../../engine/domain/catalog.ts';
import { MINUTE_MS } from '../../../../engine/domain/units.ts';
import { PO3_PRESETS, type Po3Parameters } from '../../../../engine/strategies/po3/parameters.ts';
import { po3 } from '../../../../engine/strategies/po3.ts';
import {
  barsOf,
  FILL,
  FIRST_TARGET,
  GAP,
  IDLE,
  RECLAIM,
  SECOND_TARGET,
  SETUP,
  SHIFT,
  SWEEP,
  SWING,
  type Minute,
  type Scene,
} from '../../../support/po3-scenario.ts';
import { StrategyHarness } from '../../../support/strategy-harness.ts';
import { walk } from '../../../support/seeded-bars.ts';

const THURSDAY = '2024-02-08';

function play(scene: Partial<Scene> & { readonly minutes: readonly Minute[] }, params: Partial<Po3Parameters> = {}) {
  const harness = new StrategyHarness({
    strategy: po3,
    params: { ...PO3_PRESETS.default, ...params },
    spec: specOf('MGC'),
    calendar: CME,
  });
  return harness.play(barsOf({ date: THURSDAY, ...scene }));
}

const messages = (harness: ReturnType<typeof play>): readonly string[] => harness.logs.map(({ message }) => message);
const idle = (count: number): readonly Minute[] => Array.from({ length: count }, () => IDLE);
const entry = (harness: ReturnType<typeof play>) => harness.intents.find((intent) => intent.kind === 'enter');
const NIGHT = (scene: Partial<Scene> & { readonly minutes: readonly Minute[] }) => ({ ...scene, idleUntil: 720 });

describe('the whole story', () => {
  const harness = play({ minutes: [...SETUP, FILL, FIRST_TARGET, SECOND_TARGET] });

  test('range, sweep, reclaim, shift, gap and order, in order and in words', () => {
    const told = messages(harness).filter((message) => !message.startsWith('No trade: the daily ATR'));
    expect(told).toEqual([
      'Range stands: 2008.0 to 2012.0, 40 ticks, daily ATR 200 ticks',
      'Range high swept at 2012.7: looking for a short',
      'Back inside the range at 2011.9; extreme 2012.7',
      'Structure shift: close 2010.6 beyond the swing at 2011.2',
      'Gap 2010.7 to 2011.5: short 2 limit 2011.1, stop 2012.9, targets 2010.0 and 2008.0, valid 30 bars',
      'Filled: short 2',
      'First target reached: half is off, stop to break-even',
      'Flat again: target',
    ]);
  });

  test('half leaves at the middle of the range, the rest at its far edge, the stop goes to break-even in between', () => {
    expect(entry(harness)).toMatchObject({
      direction: 'short',
      qty: 2,
      order: { type: 'limit', limitTicks: 20_111, validBars: 30 },
      stop: { priceTicks: 20_129 },
      targets: [
        { price: { priceTicks: 20_100 }, qty: 1 },
        { price: { priceTicks: 20_080 }, qty: 1 },
      ],
      breakEvenAfterFirstTarget: true,
    });
    expect(harness.trades).toMatchObject([{ direction: 'short', reason: 'tp_hit', ticks: 11 + 31 }]);
  });

  test('the mirror image is a long', () => {
    const long = play({ minutes: [...SETUP, FILL, FIRST_TARGET, SECOND_TARGET], flipped: true });
    expect(entry(long)).toMatchObject({
      direction: 'long',
      order: { limitTicks: 20_089 },
      stop: { priceTicks: 20_071 },
      targets: [{ price: { priceTicks: 20_100 } }, { price: { priceTicks: 20_120 } }],
    });
    expect(long.trades).toMatchObject([{ direction: 'long', ticks: 11 + 31 }]);
  });

  test('every phase is shown with its levels', () => {
    const phases = harness.records.map(({ decision }) => decision.state.plan?.stage);
    const inOrder = phases.filter((phase, i) => phase !== phases[i - 1]);
    expect(inOrder.slice(-8)).toEqual(['range', 'watch', 'sweep', 'shift', 'gap', 'entry', 'trade', 'done']);
    const levels = Object.fromEntries(harness.view().levels.map(({ name, ticks }) => [name, ticks]));
    expect(levels).toEqual({
      'range high': 20_120,
      'range low': 20_080,
      'sweep extreme': 20_127,
      swing: 20_112,
      limit: 20_111,
      stop: 20_129,
      'target 1': 20_100,
      'target 2': 20_080,
    });
    expect(harness.view()).toMatchObject({ phase: 'done', note: 'the trade is closed: target', pendingSetup: null });
  });

  test('a single contract leaves whole at the first target', () => {
    const one = play({ minutes: [...SETUP, FILL, FIRST_TARGET] }, { qty: 1 });
    expect(entry(one)).toMatchObject({
      targets: [{ price: { priceTicks: 20_100 }, qty: 1 }],
      breakEvenAfterFirstTarget: false,
    });
    expect(one.trades).toMatchObject([{ reason: 'tp_hit', ticks: 11 }]);
  });

  test('one trade a day: the same story again two hours later is not traded', () => {
    const again = play({ minutes: [...SETUP, FILL, FIRST_TARGET, SECOND_TARGET, ...idle(10), ...SETUP, FILL] });
    expect(again.trades).toHaveLength(1);
  });
});

describe('the range', () => {
  test('fewer than three complete trading days: no trade, and the panel says why', () => {
    const harness = play({ minutes: SETUP, daysBefore: 2 });
    expect(entry(harness)).toBeUndefined();
    expect(harness.view().note).toBe('the daily ATR needs 3 complete trading days, there are 2');
  });

  test('needs nine tenths of its minutes', () => {
    const short = play({ minutes: SETUP, missing: (minute) => minute >= 1_200 && minute < 1_225 });
    expect(short.view().note).toBe('the range has 215 of 240 minutes, at least 216 are needed');
    expect(entry(play({ minutes: SETUP, missing: (minute) => minute >= 1_200 && minute < 1_224 }))).toBeDefined();
  });

  test('is found complete though its last minutes are missing', () => {
    expect(entry(play({ minutes: SETUP, missing: (minute) => minute >= 1_430 }))).toBeDefined();
  });

  test('half a daily ATR high at most, and a tenth of that at least', () => {
    expect(play({ minutes: SETUP, rangeHeight: 104 }).view().note).toMatch(
      /104 ticks high, more than 0\.5 daily ATR \(100 ticks\)/,
    );
    expect(play({ minutes: SETUP, rangeHeight: 8 }).view().note).toMatch(
      /8 ticks high, less than 0\.1 of 0\.5 daily ATR/,
    );
  });
});

describe('void', () => {
  test('no sweep in the window', () => {
    const harness = play(NIGHT({ minutes: [] }));
    expect(harness.view().note).toBe('neither edge was swept by 05:00 New York');
  });

  test('a sweep needs five ticks', () => {
    const near: Minute = [20_124, 20_117, 20_119];
    expect(messages(play(NIGHT({ minutes: [near] }))).some((message) => message.includes('swept at'))).toBe(false);
  });

  test('exactly five ticks are a sweep', () => {
    for (const flipped of [false, true]) {
      expect(play({ minutes: [[20_125, 20_121, 20_122]], flipped, idleUntil: 181 }).view().phase).toBe('sweep');
    }
  });

  test('one bar sweeps both edges, or one after the other before the entry fills', () => {
    expect(play({ minutes: [[20_126, 20_074, 20_100]] }).view().note).toBe('one bar swept both edges');
    const later = play({ minutes: [...SWEEP, ...RECLAIM, [20_119, 20_075, 20_090]] });
    expect(later.view().note).toBe('both edges were swept');
    const working = play({ minutes: [...SETUP, [20_102, 20_075, 20_090], FILL] });
    expect(working.view().note).toBe('both edges were swept');
    expect(working.intents.at(-1)).toMatchObject({ kind: 'cancel-entry', why: 'both edges were swept' });
    expect(working.trades).toHaveLength(0);
  });

  test('farther than its own height beyond the range is a trend day', () => {
    expect(play({ minutes: [...SWEEP, [20_161, 20_125, 20_160]] }).view().note).toMatch(
      /41 ticks beyond the range, a trend day/,
    );
    expect(play({ minutes: [...SWEEP, [20_160, 20_125, 20_150]], idleUntil: 183 }).view().phase).toBe('sweep');
  });

  test('no close back inside within sixty minutes of the sweep', () => {
    const outside: Minute = [20_124, 20_121, 20_122];
    const away = (count: number): readonly Minute[] => Array.from({ length: count }, () => outside);
    expect(play({ minutes: [...SWEEP, ...away(58), ...RECLAIM] }).view().phase).toBe('shift');
    expect(play({ minutes: [...SWEEP, ...away(59), ...RECLAIM] }).view().note).toMatch(
      /within 60 minutes of the sweep/,
    );
  });

  test('a new extreme after the reclaim takes it back, and the stop lies beyond the new one', () => {
    const higher: Minute = [20_130, 20_121, 20_123];
    const harness = play({ minutes: [...SWEEP, ...RECLAIM, higher, ...RECLAIM, ...SWING, ...SHIFT, ...GAP] });
    expect(messages(harness)).toContain('New extreme 2013.0: the reclaim is taken back');
    expect(harness.view().levels.find(({ name }) => name === 'sweep extreme')?.ticks).toBe(20_130);
  });
});

describe('shift, gap and sanity', () => {
  test('a close beyond a swing that is not confirmed yet is no shift', () => {
    const early = [...SWEEP, ...RECLAIM, ...SWING.slice(0, 3), ...SHIFT];
    expect(messages(play({ minutes: early })).some((message) => message.startsWith('Structure shift'))).toBe(false);
  });

  test('a swing from before the sweep does not count, though it is confirmed after it', () => {
    const before: readonly Minute[] = [
      [20_119, 20_116, 20_117],
      [20_118, 20_114, 20_115],
      [20_117, 20_110, 20_116],
    ];
    const harness = play({ minutes: [...before, ...SWEEP, ...RECLAIM, [20_119, 20_105, 20_106], ...idle(3)] });
    expect(messages(harness).some((message) => message.startsWith('Back inside'))).toBe(true);
    expect(messages(harness).some((message) => message.startsWith('Structure shift'))).toBe(false);
  });

  test('the close that reclaims is no shift itself, the next one may be', () => {
    const outside: readonly Minute[] = [
      [20_127, 20_123, 20_126],
      [20_126, 20_122, 20_123],
      [20_125, 20_121, 20_124],
      [20_126, 20_122, 20_125],
      [20_127, 20_123, 20_126],
    ];
    const reclaim: Minute = [20_126, 20_118, 20_119];
    expect(play({ minutes: [...outside, reclaim], idleUntil: 186 }).view().phase).toBe('shift');
    const next = play({ minutes: [...outside, reclaim, [20_119, 20_117, 20_118]], idleUntil: 187 });
    expect(messages(next)).toContain('Structure shift: close 2011.8 beyond the swing at 2012.1');
  });

  test('a gap that began before the extreme does not count', () => {
    const before: readonly Minute[] = [
      [20_126, 20_122, 20_125],
      [20_130, 20_116, 20_118],
      [20_117, 20_113, 20_114],
    ];
    const lower = SWING.map(([high, low, close]): Minute => [high - 3, low - 3, close - 3]);
    const shift: readonly Minute[] = [
      [20_114, 20_102, 20_103],
      [20_113, 20_100, 20_102],
    ];
    expect(play({ minutes: [...before, ...lower, ...shift] }).view().note).toBe('the shift left no gap');
  });

  test('a gap that price has come back to is used up', () => {
    const used: readonly Minute[] = [
      [20_119, 20_110, 20_111],
      [20_113, 20_109, 20_112],
      [20_117, 20_112, 20_115],
      [20_116, 20_113, 20_114],
      [20_114, 20_105, 20_106],
      [20_113, 20_103, 20_105],
    ];
    expect(play({ minutes: [...SWEEP, ...RECLAIM, ...used] }).view().note).toBe('the shift left no gap');
  });

  test('of two gaps the newer is taken', () => {
    const both: readonly Minute[] = [
      [20_119, 20_112, 20_113],
      [20_114, 20_112, 20_113],
      [20_112, 20_106, 20_107],
      [20_108, 20_104, 20_105],
      [20_107, 20_105, 20_106],
      [20_108, 20_106, 20_107],
      [20_107, 20_101, 20_102],
    ];
    expect(entry(play({ minutes: [...SWEEP, ...RECLAIM, ...both] }))).toMatchObject({ order: { limitTicks: 20_110 } });
  });

  test('no gap in time: no trade', () => {
    const slow: Minute = [20_116, 20_103, 20_105];
    expect(play({ minutes: [...SETUP.slice(0, -1), slow, ...idle(2)] }).view().note).toBe('the shift left no gap');
  });

  test('a reward under one and a half times the risk is refused', () => {
    const high: Minute = [20_137, 20_117, 20_125];
    const harness = play({ minutes: [high, ...SETUP.slice(1)] });
    expect(entry(harness)).toBeUndefined();
    expect(harness.view().note).toMatch(/^reward 1\.11 times the risk, 1\.5 is needed/);
  });

  test('an entry that is not before the middle of the range is refused', () => {
    // The gap lies from 20,085 to 20,115: its middle is the middle of the range.
    const deep: readonly Minute[] = [
      [20_117, 20_099, 20_100],
      [20_085, 20_082, 20_083],
    ];
    const refused = play({ minutes: [...SWEEP, ...RECLAIM, ...SWING, ...deep] });
    expect(refused.view().note).toBe('the middle of the range is not beyond the entry');
  });
});

describe('the order and the trade', () => {
  test('the limit runs out after thirty bars', () => {
    const harness = play({ minutes: [...SETUP, ...idle(30), FILL] });
    expect(harness.trades).toHaveLength(0);
    expect(harness.view().note).toBe('the limit order was not filled');
  });

  test('a limit that still works at 11:30 New York is canceled', () => {
    const harness = play({ minutes: [...SETUP, ...idle(300)], at: 400 }, { limitBars: 500, sweepUntil: '12:00' });
    const cancel = harness.records.find(({ decision }) => decision.intents.some(({ kind }) => kind === 'cancel-entry'));
    expect(cancel?.clock.newYorkMinute).toBe(690);
  });

  test('ninety minutes without the first target close the trade', () => {
    const harness = play({ minutes: [...SETUP, FILL, ...idle(120)] });
    expect(harness.trades).toMatchObject([{ reason: 'time_limit' }]);
    const [trade] = harness.trades;
    expect(((trade?.exitMs ?? 0) - (trade?.entryMs ?? 0)) / MINUTE_MS).toBe(90);
  });

  test('after the first target time does not close it; the end of the session does', () => {
    const harness = play({
      minutes: [...SETUP, FILL, FIRST_TARGET, ...Array.from({ length: 10 }, (): Minute => [20_105, 20_095, 20_100])],
      idleUntil: 1_020,
    });
    expect(harness.trades).toMatchObject([{ reason: 'end_of_session' }]);
    const exit = harness.records.find(({ decision }) => decision.intents.some(({ kind }) => kind === 'exit'));
    expect(exit?.clock.chicagoMinute).toBe(15 * 60 + 5);
  });

  test('a fill that comes while the cancel is on its way is still looked after', () => {
    const bars = barsOf({ date: THURSDAY, minutes: [...SETUP, [20_102, 20_075, 20_090]], idleUntil: 200 });
    const harness = play({ minutes: [...SETUP, [20_102, 20_075, 20_090]] });
    const canceled = harness.records.find(({ decision }) =>
      decision.intents.some(({ kind }) => kind === 'cancel-entry'),
    );
    const context = {
      bar: bars.at(-1) as (typeof bars)[number],
      index: 0,
      clock: {
        ...(canceled?.clock as NonNullable<typeof canceled>['clock']),
        closeMs: (bars.at(-1)?.timeMs ?? 0) + 91 * MINUTE_MS,
      },
      spec: specOf('MGC'),
      spreadTicks: 1,
      params: PO3_PRESETS.default,
      values: { bb: undefined, rsi: undefined, atr: 5, squeeze: undefined },
      book: {
        netQty: -2,
        averageTicks: 20_111,
        entryWorking: undefined,
        openedMs: bars.at(-1)?.timeMs,
        targetsFilled: 0,
        lastExit: undefined,
      },
    };
    const decision = po3.onBar(context, canceled?.decision.state as NonNullable<typeof canceled>['decision']['state']);
    expect(decision.intents).toMatchObject([{ kind: 'exit', reason: 'time_limit' }]);
    expect(decision.state.plan?.stage).toBe('trade');
  });
});

describe('time', () => {
  test('the windows keep New York time over the change of clocks on 10 March 2024', () => {
    const starts = ['2024-03-08', '2024-03-11'].map((date) => {
      const harness = play({ date, minutes: SETUP });
      const swept = harness.records.find(({ decision }) =>
        decision.logs.some(({ message }) => message.includes('swept at')),
      );
      expect(entry(harness)).toBeDefined();
      return new Date(swept?.bar.timeMs ?? 0).toISOString().slice(11, 16);
    });
    expect(starts).toEqual(['08:00', '07:00']);
  });

  test('a new day begins a new plan, whatever became of the one before', () => {
    const harness = play({ minutes: [...SETUP, FILL, FIRST_TARGET, SECOND_TARGET], idleUntil: 1_020 });
    const key = harness.state.plan?.key ?? 0;
    const evening = barsOf({ date: '2024-02-09', minutes: [], at: 0, daysBefore: 0, idleUntil: 0 });
    harness.play(evening.slice(0, 5));
    expect(harness.state.plan).toMatchObject({ key: key + 1, stage: 'range', sweep: null, entry: null });
  });

  test('a roll voids the plan and keeps the daily ranges', () => {
    const { state } = play({ minutes: SWEEP });
    const after = po3.onRoll(state, PO3_PRESETS.default);
    expect(after.plan).toBeNull();
    expect(after.days.trueRanges).toEqual(state.days.trueRanges);
    expect(after.days.previousClose).toBeNull();
  });
});

describe('defects of the ancestor that must not come back', () => {
  test('the stop lies beyond the extreme, the target beyond the entry, whatever the market does', () => {
    let entered = 0;
    for (let seed = 1; seed <= 6; seed++) {
      const harness = new StrategyHarness({
        strategy: po3,
        params: PO3_PRESETS.demo,
        spec: specOf('MGC'),
        calendar: CME,
      });
      harness.play(walk(4_000, seed, Date.UTC(2024, 0, 2, 23)));
      for (const { decision } of harness.records) {
        for (const intent of decision.intents) {
          if (intent.kind !== 'enter' || intent.order.type !== 'limit') continue;
          entered += 1;
          const up = intent.direction === 'long' ? 1 : -1;
          const { limitTicks } = intent.order;
          const stop = 'priceTicks' in intent.stop ? intent.stop.priceTicks : Number.NaN;
          const targets = intent.targets.map(({ price }) => ('priceTicks' in price ? price.priceTicks : Number.NaN));
          expect(up * (limitTicks - stop)).toBeGreaterThanOrEqual(4);
          expect(up * ((decision.state.plan?.sweep?.extreme ?? Number.NaN) - stop)).toBeGreaterThanOrEqual(2);
          for (const target of targets) expect(up * (target - limitTicks)).toBeGreaterThan(0);
        }
      }
    }
    expect(entered).toBeGreaterThan(10);
  });

  test('no entry before price closed back inside the range', () => {
    const harness = play({
      minutes: [
        ...SWEEP,
        ...SWING.map(([h, l, c]): Minute => [h + 8, l + 8, c + 8]),
        ...SHIFT.map(([h, , c]): Minute => [h + 8, c + 8, c + 15]),
      ],
      idleUntil: 187,
    });
    expect(entry(harness)).toBeUndefined();
  });

  test('a restart in the middle of any phase goes on as if nothing had happened', () => {
    const bars = barsOf({ date: THURSDAY, minutes: [...SETUP, FILL, FIRST_TARGET, SECOND_TARGET] });
    const options = { strategy: po3, params: PO3_PRESETS.default, spec: specOf('MGC'), calendar: CME };
    const plain = new StrategyHarness(options).play(bars);
    const stored = new StrategyHarness({ ...options, throughJson: true }).play(bars);
    expect(stored.records).toEqual(plain.records);
    for (const { decision } of plain.records) expect(JSON.stringify(decision.state).length).toBeLessThan(3_000);
  });
});
