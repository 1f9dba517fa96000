import { expect, it } from 'vitest';
import { SPARK_STEP_MS, sparkOf, sparkWith } from '../../../../renderer/state/spark.ts';

it('moves its end with each reading and adds a point when a step is over', () => {
  const start = sparkOf('d1', [
    { timeMs: 0, value: 1 },
    { timeMs: 1_000, value: 2 },
  ]);
  const moved = sparkWith(start, 'd1', { timeMs: 2_000, value: 3 });
  expect(moved.points.map(({ value }) => value)).toEqual([1, 3]);
  const next = sparkWith(moved, 'd1', { timeMs: SPARK_STEP_MS + 1, value: 4 });
  expect(next.points.map(({ value }) => value)).toEqual([1, 3, 4]);
});

it('never holds more than two points a step, however often it is told', () => {
  let spark = sparkOf('d1', []);
  for (let second = 0; second < 82_800; second += 5)
    spark = sparkWith(spark, 'd1', { timeMs: second * 1_000, value: second });
  expect(spark.points.length).toBeLessThan(290);
  expect(spark.points.at(-1)?.value).toBe(82_795);
});

it('begins anew with a trading day', () => {
  const spark = sparkOf('d1', [{ timeMs: 0, value: 9 }]);
  expect(sparkWith(spark, 'd2', { timeMs: 5, value: 0 })).toEqual({ day: 'd2', points: [{ timeMs: 5, value: 0 }] });
});
