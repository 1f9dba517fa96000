import { expect, test } from 'vitest';
import { SimMarket } from '../../../../../../engine/venue/core/simulator/sim-market.ts';
import { simInstrument, WATCH_SYMBOLS } from '../../../../../../engine/venue/core/simulator/profiles.ts';
import { CATALOG } from '../../../../../../engine/domain/catalog.ts';
import { InvariantError } from '../../../../../../engine/domain/assert.ts';

const START = Date.parse('2026-11-18T15:00:00Z') / 60_000;

test('everything of the catalog and of watchlists is simulated, near its real level', () => {
  const names = WATCH_SYMBOLS.map((watch) => watch.symbol);
  expect(names).toEqual(
    expect.arrayContaining([
      ...CATALOG.map((spec) => spec.root),
      'AAPL',
      'TSLA',
      'NVDA',
      'BTCUSD',
      'ETHUSD',
      'EURUSD',
      'GBPUSD',
      'USDJPY',
    ]),
  );
  const market = new SimMarket(1, names, true);
  for (const name of names) {
    const { tickSize, profile } = simInstrument(name) ?? { tickSize: 0, profile: { price: 0 } };
    const { bar, spreadTicks } = market.minute(name, START);
    expect(Math.abs(Math.log((bar.close * tickSize) / profile.price))).toBeLessThan(0.7);
    expect(bar.high).toBeGreaterThanOrEqual(Math.max(bar.open, bar.close));
    expect(bar.low).toBeLessThanOrEqual(Math.min(bar.open, bar.close));
    expect(bar.volume).toBeGreaterThan(0);
    expect(spreadTicks).toBeGreaterThanOrEqual(1);
  }
});

test('a micro and its full-size contract have one price', () => {
  const market = new SimMarket(4, ['MNQ', 'NQ', 'MGC', 'GC'], true);
  for (let m = START; m < START + 200; m += 1) {
    for (const [micro, full] of [
      ['MNQ', 'NQ'],
      ['MGC', 'GC'],
    ] as const) {
      const [a, b] = [market.minute(micro, m).bar, market.minute(full, m).bar];
      expect([a.open, a.high, a.low, a.close]).toEqual([b.open, b.high, b.low, b.close]);
    }
  }
});

test('what is not simulated is an error', () => {
  expect(() => new SimMarket(1, ['XYZ'], true)).toThrow(InvariantError);
  expect(() => new SimMarket(1, ['MNQ'], true).minute('MES', START)).toThrow(InvariantError);
});
