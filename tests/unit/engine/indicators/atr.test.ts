import { expect, test } from 'vitest';
import { Atr } from '../../../../engine/indicators/atr.ts';
import { TULIP } from '../../../support/reference-series.ts';

const feed = (atr: Atr): (number | undefined)[] =>
  TULIP.closes.map((close, i) => atr.next(TULIP.highs[i] as number, TULIP.lows[i] as number, close));

test("ATR(5) with the first bar's high - low (Tulip, TradingView): first value with bar 5", () => {
  const values = feed(new Atr(5));
  expect(values[3]).toBeUndefined();
  TULIP.atr5FirstBar.forEach((expected, i) => expect(values[4 + i]).toBeCloseTo(expected, 4));
});

test('ATR(5) that needs a previous close (TA-Lib): first value with bar 6', () => {
  const values = feed(new Atr(5, 'tr-needs-previous-close'));
  expect(values[4]).toBeUndefined();
  TULIP.atr5PreviousClose.forEach((expected, i) => expect(values[5 + i]).toBeCloseTo(expected, 4));
});

test('the seeds matter: the variants differ by more than the tolerance at first, and forget it', () => {
  const a = new Atr(5);
  const b = new Atr(5, 'tr-needs-previous-close');
  const bar = (i: number): [number, number, number] => [100 + (i % 7), 95 - (i % 3), 97 + (i % 4)];
  let first = 0;
  for (let i = 0; i < 200; i++) {
    a.next(...bar(i));
    b.next(...bar(i));
    if (i === 5) first = Math.abs((a.value ?? 0) - (b.value ?? 0));
  }
  expect(first).toBeGreaterThan(1e-3);
  expect(Math.abs((a.value ?? 0) - (b.value ?? 1))).toBeLessThan(1e-12);
});
