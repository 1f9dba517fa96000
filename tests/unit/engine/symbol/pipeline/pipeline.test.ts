import { expect, it } from 'vitest';
import { specOf } from '../../../../../engine/domain/catalog.ts';
import type { JournalRow } from '../../../../../engine/domain/events.ts';
import { ALWAYS } from '../../../../../engine/domain/session.ts';
import { resolveStrategy } from '../../../../../engine/strategies/registry.ts';
import { EnginePipeline } from '../../../../../engine/symbol/pipeline/pipeline.ts';
import { bracketOrders, filled, row, submitted } from '../../../../support/rows.ts';
import { quoteOf, T0, tradeOf } from '../../../../support/wire/fixtures.ts';

/** A pipeline that is asked step by step, four to the second. */
function engine() {
  const resolved = resolveStrategy('winner', 'demo', {});
  if (!resolved.ok) throw new Error(resolved.faults.join());
  const { strategy, params } = resolved;
  const parse = (json: string): unknown => JSON.parse(json);
  const options = { strategy, params, spec: specOf('MNQ'), calendar: ALWAYS, tradeFromMs: undefined, parse };
  const pipeline = new EnginePipeline(options);
  let n = 0;
  const step = (rows: readonly JournalRow[] = [], untilMs = T0 + n * 250) => {
    n += 1;
    const quotes = [quoteOf('MNQ', { timeMs: untilMs - 10, seq: n })];
    return pipeline.step({ n, endMs: untilMs, quotes, rows });
  };
  return { step, pipeline };
}

it('says flat as soon as the trade is closed, and not before the next bar what comes then', () => {
  const { step, pipeline } = engine();
  const [entry] = bracketOrders();
  if (entry === undefined) throw new Error('expected an entry order');
  const close = { ...entry, orderId: 'MNQ-O9', side: 'sell', role: 'exit' } as const;
  step();
  expect(step([row(submitted(entry)), row(filled(entry, 'F1', 1, 84_000))]).view).toBeUndefined();
  const held = step([], T0 + 60_000);
  expect(held.view?.phase).not.toBe('flat');
  const trade = tradeOf(1, { exitReason: 'manual' });
  const flat = step(
    [row(submitted(close)), row(filled(close, 'F2', 1, 84_010)), row({ type: 'TradeClosed', trade })],
    T0 + 60_250,
  );
  expect(flat.bars).toEqual([]);
  expect(flat.view).toMatchObject({
    phase: 'flat',
    note: 'flattened by a person; the next bar decides',
    pendingSetup: null,
  });
  expect(pipeline.view().phase).toBe('flat');
  expect(step([], T0 + 60_500).view).toBeUndefined();
  expect(step([], T0 + 120_000).view?.phase).not.toBe('flat');
});
