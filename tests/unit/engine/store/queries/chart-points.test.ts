import { afterAll, describe, expect, test } from 'vitest';
import { readChart } from '../../../../../engine/store/queries/chart-points.ts';
import { storeRun } from '../../../../support/store/store-run.ts';

const run = storeRun({ seed: 2, steps: 200 });
afterAll(() => run.dispose());

describe('readChart', () => {
  test('the last bars of the root, each with what this strategy showed', () => {
    const chart = readChart(run.reader, { strategy: 5, symbol: 'MGC', limit: 20 });
    const bars = run.commits.flatMap((commit) => commit.bars).filter((bar) => bar.root === 'MGC');
    const points = run.commits.flatMap((commit) => commit.points).filter((point) => point.strategy === 5);
    expect(chart.map(({ bar }) => bar)).toEqual(bars.slice(-20).map(({ bar }) => bar));
    expect(chart.map(({ json }) => json)).toEqual(points.slice(-20).map(({ json }) => json));
  });

  test('bars without a point stand with null; before a time; nothing', () => {
    const all = readChart(run.reader, { strategy: 9, symbol: 'MGC', limit: 500 });
    expect(all.length).toBeGreaterThan(40);
    expect(all.every(({ json }) => json === null)).toBe(true);
    const toMs = all[10]!.bar.timeMs;
    expect(readChart(run.reader, { strategy: 5, symbol: 'MGC', limit: 500, toMs }).length).toBe(10);
    expect(readChart(run.reader, { strategy: 1, symbol: 'ES', limit: 5 })).toEqual([]);
  });
});
