import { expect, test } from 'vitest';
import { specOf } from '../../../../../engine/domain/catalog.ts';
import { ChartMemory, HISTORY_POINTS } from '../../../../../engine/symbol/server/chart-memory.ts';
import { chartPointJson } from '../../../../../engine/symbol/pipeline/chart-point.ts';
import { chartPoint } from '../../../../../engine/wire/index.ts';
import { barOf } from '../../../../support/wire/fixtures.ts';

const MNQ = specOf('MNQ');

test('keeps the last points, its frame is their JSON', () => {
  const memory = new ChartMemory(MNQ);
  for (let n = 0; n < HISTORY_POINTS + 20; n += 1) memory.add(barOf(n), undefined);
  expect(memory.all).toHaveLength(HISTORY_POINTS);
  expect(JSON.parse(memory.json)).toEqual(memory.all);
  expect(memory.lastBar?.timeMs).toBe(barOf(HISTORY_POINTS + 19).timeMs);
});

test('a bar that is told again replaces the last; an older one is passed over', () => {
  const memory = new ChartMemory(MNQ);
  memory.add(barOf(1), undefined);
  memory.add(barOf(2, { close: 84_000 }), undefined);
  expect(memory.add(barOf(2, { close: 84_004 }), undefined)?.close).toBe(21_001);
  expect(memory.add(barOf(1), undefined)).toBeUndefined();
  expect(memory.all.map(({ close }) => close)).toHaveLength(2);
});

test('what the pipeline writes beside a bar is what the wire declares', () => {
  const json = chartPointJson(
    {
      bb: { upper: 84_100.5, middle: 84_000, lower: 83_900 },
      rsi: 41.5,
      squeeze: { momentum: 2.25, on: true },
    } as never,
    MNQ,
    { signal: 'long', entry: true, exit: false },
  );
  const point = new ChartMemory(MNQ).add(barOf(0), json);
  expect(chartPoint.safeParse(point).error).toBeUndefined();
  expect(point).toMatchObject({
    bbMiddle: 21_000,
    bbBasis: 21_000,
    squeeze: { squeezeFiring: true },
    signal: 'long',
    entry: true,
  });
});

test('values that another version wrote are passed over, the bar is shown', () => {
  for (const json of ['not json', '{"bbUpper":"high"}', '{"unknown":1}']) {
    expect(new ChartMemory(MNQ).add(barOf(0), json)).toEqual(new ChartMemory(MNQ).add(barOf(0), undefined));
  }
});
