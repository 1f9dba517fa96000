import { expect, test } from 'vitest';
import { Atr } from '../../../../engine/indicators/atr.ts';
import { Ema } from '../../../../engine/indicators/ema.ts';
import { Sma } from '../../../../engine/indicators/sma.ts';
import { chartWith, ofBar, ofClose, ofRange } from '../../../../engine/strategies/indicator-set.ts';
import { walk } from '../../../support/seeded-bars.ts';

const make = () =>
  chartWith({
    fast: ofClose(new Ema(3)),
    volume: ofBar(new Sma(2), (bar) => bar.volume),
    range: ofRange(new Atr(5)),
  });

test("a strategy's own indicators stand beside the chart's, by name", () => {
  const set = make();
  const [first, second, third] = walk(3, 4).map((bar) => set.next(bar, false));
  expect(first).toMatchObject({ bb: undefined, rsi: undefined, fast: undefined, volume: undefined });
  expect(second?.volume).toBeTypeOf('number');
  expect(third?.fast).toBeTypeOf('number');
});

test('saved and loaded it goes on as before; another set is refused', () => {
  const bars = walk(300, 4);
  const whole = make();
  const expected = bars.map((bar) => whole.next(bar, false));
  const first = make();
  for (const bar of bars.slice(0, 111)) first.next(bar, false);
  const second = make();
  second.load(JSON.parse(JSON.stringify(first.save())));
  expect(bars.slice(111).map((bar) => second.next(bar, false))).toEqual(expected.slice(111));
  expect(() => chartWith({ fast: ofClose(new Ema(4)) }).load(first.save())).toThrow(/own saved state/);
  second.reset();
  expect(bars.map((bar) => second.next(bar, false))).toEqual(expected);
});
