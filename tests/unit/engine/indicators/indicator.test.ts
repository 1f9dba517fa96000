import { expect, test } from 'vitest';
import { Bollinger } from '../../../../engine/indicators/bollinger.ts';
import { Rsi } from '../../../../engine/indicators/rsi.ts';
import { Sma } from '../../../../engine/indicators/sma.ts';

test('a state loads only into an indicator of the same kind and parameters', () => {
  const saved = new Sma(3).save();
  expect(() => new Sma(4).load(saved)).toThrow(/sma\(4\): expected its own saved state, found that of "sma\(3\)"/);
  expect(() => new Rsi(3).load(saved)).toThrow(/own saved state/);
});

test('a state that is damaged is refused, not half loaded in silence', () => {
  const sma = new Sma(3);
  for (const bad of [null, undefined, 7, {}, { id: 'sma(3)' }, { id: 'sma(3)', numbers: [1, 2] }]) {
    expect(() => sma.load(bad)).toThrow(/sma\(3\): expected/);
  }
  expect(() => sma.load({ id: 'sma(3)', numbers: [1, 1, null, 0, 0, 0] })).toThrow(/finite/);
  const bollinger = new Bollinger(3, 2);
  expect(() => bollinger.load({ id: bollinger.id, numbers: [], parts: [] })).toThrow(/1 saved parts/);
});
