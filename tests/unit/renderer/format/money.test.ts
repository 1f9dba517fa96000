import { describe, expect, it } from 'vitest';
import {
  dollars,
  signedDollars,
  signedR,
  signedWholeDollars,
  tone,
  wholeDollars,
} from '../../../../renderer/format/money.ts';

describe('dollars', () => {
  it('groups thousands, keeps cents, and writes the minus as wide as a plus', () => {
    expect(dollars(1412.3)).toBe('$1,412.30');
    expect(dollars(-8)).toBe('\u2212$8.00');
  });

  it('shows a dash for what is not known', () => {
    expect([dollars(null), dollars(undefined), dollars(Number.NaN)]).toEqual(['\u2013', '\u2013', '\u2013']);
  });
});

describe('signedDollars', () => {
  it('always carries its sign, but not on zero', () => {
    expect([signedDollars(212.4), signedDollars(-19.48), signedDollars(0)]).toEqual([
      '+$212.40',
      '\u2212$19.48',
      '$0.00',
    ]);
  });

  it('never shows a minus before a rounded zero', () => {
    expect(signedDollars(-0.004)).toBe('$0.00');
    expect(tone(-0.004)).toBe('');
  });
});

describe('wholeDollars', () => {
  it('cuts toward less room instead of rounding up', () => {
    expect(wholeDollars(1412.99)).toBe('$1,412');
    expect(wholeDollars(-12.4)).toBe('\u2212$13');
  });
});

describe('tone, R and calendar figures', () => {
  it('names the color of profit and loss', () => {
    expect([tone(1), tone(-1), tone(0), tone(null)]).toEqual(['up', 'down', '', '']);
  });

  it('shows R with one decimal and its sign', () => {
    expect([signedR(2.04), signedR(-1), signedR(0.01), signedR(null)]).toEqual(['+2.0', '\u22121.0', '0.0', '\u2013']);
  });

  it('shows whole dollars in the calendar', () => {
    expect([signedWholeDollars(1204.4), signedWholeDollars(-0.4)]).toEqual(['+$1,204', '$0']);
  });
});
