import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { specOf } from '../../../../engine/domain/catalog.ts';
import { CME } from '../../../../engine/domain/session.ts';
import { resolveParameters } from '../../../../engine/strategies/registry.ts';
import { emaCross } from '../../../support/example-strategy.ts';
import { walk } from '../../../support/seeded-bars.ts';
import { contextOf, QUIET } from '../../../support/strategy-context.ts';
import { StrategyHarness } from '../../../support/strategy-harness.ts';

const root = join(import.meta.dirname, '../../../..');
const params = emaCross.presets.default as NonNullable<typeof emaCross.presets.default>;
const options = { strategy: emaCross, params, spec: specOf('MES'), calendar: CME };

test('the example of docs/write-your-own-strategy.md is the one that is tested here', () => {
  const page = readFileSync(join(root, 'docs/write-your-own-strategy.md'), 'utf8');
  const shown = /```ts .*\n([^]*?)```/.exec(page)?.[1]?.replaceAll("'../indicators/", "'../../engine/indicators/");
  const tested = readFileSync(join(root, 'tests/support/example-strategy.ts'), 'utf8');
  expect(shown?.replaceAll("'./", "'../../engine/strategies/")).toBe(tested);
  expect(tested.slice(tested.indexOf('export')).trim().split('\n').length).toBeLessThanOrEqual(20);
});

test('it trades both ways, keeps one position, and is flat overnight', () => {
  const harness = new StrategyHarness(options).play(walk(4_000, 1));
  const directions = new Set(harness.trades.map(({ direction }) => direction));
  expect(directions).toEqual(new Set(['long', 'short']));
  expect(harness.trades.some(({ reason }) => reason === 'end_of_session')).toBe(true);
  const stored = new StrategyHarness({ ...options, throughJson: true }).play(walk(4_000, 1));
  expect(stored.records).toEqual(harness.records);
});

test('a stop under four ticks is widened; nothing is entered beside a position or outside the hours', () => {
  const before = { own: { side: 'short' }, note: '' };
  const values = { ...QUIET, atr: 1, fast: 2, slow: 1 };
  const cross = (parts: Parameters<typeof contextOf>[1] = {}) =>
    emaCross.onBar({ ...contextOf(params, parts), values }, before).intents;
  expect(cross()).toMatchObject([{ kind: 'enter', direction: 'long', stop: { offsetTicks: 4 } }]);
  expect(cross({ book: { netQty: 1 } })).toEqual([]);
  expect(cross({ clock: { entriesAllowed: false } })).toEqual([]);
  expect(cross({ clock: { mustBeFlat: true }, book: { netQty: 1 } })).toMatchObject([{ kind: 'exit' }]);
});

test('its parameters are checked like any other, the chart and the hours among them', () => {
  expect(resolveParameters(emaCross, 'default', { fast: 5, bbSigma: 2, flatBy: '14:00' })).toMatchObject({
    ok: true,
    params: { fast: 5, slow: 21, bbSigma: 2, flatBy: '14:00' },
  });
  expect(resolveParameters(emaCross, 'default', { fst: 5, slow: 1 })).toEqual({
    ok: false,
    faults: [
      'ema-cross: unknown parameter "fst"; did you mean "fast"?',
      'ema-cross: slow: expected 2 to 500 bars, found 1',
    ],
  });
});
