import { expect, test } from 'vitest';
import { Season } from '../../../../../../engine/venue/core/simulator/season.ts';
import { Walk } from '../../../../../../engine/venue/core/simulator/walk.ts';

const season = new Season('fx', true);
const START = Date.parse('2026-03-01T00:00:00Z') / 60_000;
const walk = (key: number): Walk => new Walk(key, 5, season, 0.01);

test('minutes join: one ends where the next begins, over block edges too', () => {
  const w = walk(1);
  const edge = 227 * 2 ** 17;
  for (const from of [START, edge - 50]) {
    for (let m = from; m < from + 100; m += 1) {
      const end = (w.valueAt(m), w.valueAfter(m));
      expect(w.valueAt(m + 1)).toBe(end);
    }
  }
});

test('asked in any order it is the same walk', () => {
  const forward = walk(2);
  const values = Array.from({ length: 500 }, (_, i) => forward.valueAt(START + i));
  const other = walk(2);
  for (let i = 499; i >= 0; i -= 7) expect(other.valueAt(START + i)).toBe(values[i]);
  expect(walk(3).valueAt(START)).not.toBe(values[0]);
});

test('days move by about their sigma, and the level stays near its own over years', () => {
  let squares = 0;
  let far = 0;
  let count = 0;
  for (let key = 0; key < 10; key += 1) {
    const w = walk(key);
    for (let day = 0; day < 300; day += 1) {
      const [a, b] = [w.valueAt(START + day * 1_440), w.valueAt(START + (day + 1) * 1_440)];
      squares += (b - a) ** 2;
      far = Math.max(far, Math.abs(a));
      count += 1;
    }
  }
  expect(Math.sqrt(squares / count)).toBeGreaterThan(0.008);
  expect(Math.sqrt(squares / count)).toBeLessThan(0.013);
  expect(far).toBeLessThan(0.35);
});
