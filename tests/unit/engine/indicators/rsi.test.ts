import { expect, test } from 'vitest';
import { Rsi } from '../../../../engine/indicators/rsi.ts';
import { STOCKCHARTS, TULIP } from '../../../support/reference-series.ts';

test("RSI(5) of Tulip's closes, first value with the sixth price", () => {
  const rsi = new Rsi(5);
  const values = TULIP.closes.map((close) => rsi.next(close));
  expect(values.slice(0, 5).every((value) => value === undefined)).toBe(true);
  TULIP.rsi5.forEach((expected, i) => expect(values[5 + i]).toBeCloseTo(expected, 3));
});

test("RSI(14) of StockCharts' closes, first value with the fifteenth price", () => {
  const rsi = new Rsi(14);
  const values = STOCKCHARTS.closes.map((close) => rsi.next(close));
  expect(values[13]).toBeUndefined();
  STOCKCHARTS.rsi14.forEach((expected, i) => expect(values[14 + i]).toBeCloseTo(expected, 2));
});

test('a bar of shift would be noticed', () => {
  const rsi = new Rsi(5);
  const values = TULIP.closes.map((close) => rsi.next(close));
  const off = TULIP.rsi5.filter((expected, i) => Math.abs((values[6 + i] ?? expected + 1) - expected) > 0.5);
  expect(off.length).toBe(TULIP.rsi5.length);
});

test('a market that has not moved reads 50, so that no threshold fires', () => {
  const rsi = new Rsi(3);
  const values = [7, 7, 7, 7, 7].map((close) => rsi.next(close));
  expect(values).toEqual([undefined, undefined, undefined, 50, 50]);
});

test('only rises read 100, only falls 0, in between it stays within', () => {
  const up = new Rsi(3);
  const down = new Rsi(3);
  for (let i = 0; i < 10; i++) {
    up.next(i);
    down.next(-i);
  }
  expect(up.value).toBe(100);
  expect(down.value).toBe(0);
});
