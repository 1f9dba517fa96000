import { describe, expect, it } from 'vitest';
import { price, reading, ticks } from '../../../../renderer/format/price.ts';

describe('price', () => {
  it("has its contract's decimals", () => {
    expect(price(25_021.75, 2)).toBe('25,021.75');
    expect(price(1.1652, 4)).toBe('1.1652');
    expect(price(4_081, 1)).toBe('4,081.0');
  });

  it('is as it was told where the contract\u2019s decimals are not known', () => {
    expect(price(1.1652, undefined)).toBe('1.1652');
    expect(price(25_021.5, undefined)).toBe('25,021.5');
  });
});

describe('ticks and readings', () => {
  it('counts in words', () => {
    expect([ticks(1), ticks(49), ticks(1_204)]).toEqual(['1 tick', '49 ticks', '1,204 ticks']);
  });

  it('shows a dash before an indicator is warm', () => {
    expect([reading(61.84), reading(undefined), reading(-3.2)]).toEqual(['61.8', '\u2013', '\u22123.2']);
  });
});
