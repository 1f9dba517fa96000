import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FLAT, applyFill, type Position } from '../../engine/domain/position.ts';
import { specOf } from '../../engine/domain/catalog.ts';
import { isAccount } from '../../engine/domain/scope.ts';
import { SyncMarket, testSettings } from '../support/venue/sync-market.ts';

const MINUTES = 240;

/** What must hold always, over whole runs of generated markets. The run itself compares our books with the venue's each minute. */
describe('invariants of a run', () => {
  it('position = fold of fills; account = realized - fees; trades add up; protection rests at the venue', () => {
    let trades = 0;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (seed) => {
        const market = new SyncMarket({ minutes: MINUTES, seed });
        while (market.run.step() === 'stepped') {
          for (const book of market.run.desk.ledger.books()) {
            if (book.isFlat) continue;
            const resting = market.venue
              .state()
              .openOrders.filter(
                (order) => order.book === book.id && order.stopTicks !== undefined && order.status === 'working',
              )
              .reduce((sum, order) => sum + order.qty - order.filledQty, 0);
            expect(resting, `protection of ${book.id}`).toBe(Math.abs(book.held()[0]?.netQty ?? 0));
          }
        }
        const positions = new Map<string, Position>();
        let realized = 0;
        let fees = 0;
        const tradeNet = new Map<string, number>();
        for (const { event } of market.rows()) {
          if (event.type === 'OrderFilled') {
            const { fill } = event;
            const applied = applyFill(positions.get(fill.book) ?? FLAT, fill.side, fill.qty, fill.priceTicks);
            positions.set(fill.book, applied.position);
            realized += applied.realizedTicks * specOf(fill.root).tickValueCents;
            fees += fill.feeCents;
          } else if (event.type === 'TradeClosed') {
            const { trade } = event;
            trades += 1;
            expect(trade.netCents).toBe(trade.grossCents - trade.feesCents);
            expect(trade.maeCents).toBeGreaterThanOrEqual(Math.max(0, -trade.grossCents));
            expect(trade.mfeCents).toBeGreaterThanOrEqual(Math.max(0, trade.grossCents));
            tradeNet.set(trade.book, (tradeNet.get(trade.book) ?? 0) + trade.netCents);
          }
        }
        const { ledger } = market.run.desk;
        expect(ledger.balanceCents()).toBe(5_000_000 + realized - fees);
        for (const book of ledger.books()) {
          expect(book.held()[0]?.position ?? FLAT).toEqual(positions.get(book.id) ?? FLAT);
        }
        expect(market.rows().filter(({ event }) => event.type === 'DifferenceFound')).toEqual([]);
        const flat = ledger.books().every((book) => book.isFlat);
        if (flat) expect([...tradeNet.values()].reduce((sum, net) => sum + net, 0)).toBe(realized - fees);
      }),
      { numRuns: 6 },
    );
    expect(trades).toBeGreaterThan(20);
  });

  it('gives the same rows for the same seed and others for another', () => {
    const run = (seed: number): string => {
      const market = new SyncMarket({ minutes: 120, seed });
      market.run.run();
      return JSON.stringify(market.rows());
    };
    expect(run(7)).toBe(run(7));
    expect(run(7)).not.toBe(run(8));
  });

  it('halts at the daily loss limit: flat, no order left, and nothing opened until the next trading day', () => {
    const settings = testSettings();
    const market = new SyncMarket({
      minutes: 600,
      seed: 8,
      settings: { ...settings, risk: { ...settings.risk, dailyLossLimitCents: 20_000 } },
    });
    let halted = 0;
    let openedAfterHalt = 0;
    while (market.run.step() === 'stepped') {
      const { account } = market.run.desk.ledger;
      if (account.state === 'HALTED') halted += 1;
    }
    let inHalt = false;
    for (const { event } of market.rows()) {
      if (event.type === 'StateChanged' && isAccount(event.scope)) inHalt = event.to === 'HALTED';
      if (inHalt && event.type === 'OrderSubmitted' && event.order.role === 'entry') openedAfterHalt += 1;
    }
    expect(halted).toBeGreaterThan(0);
    expect(openedAfterHalt).toBe(0);
    const { ledger } = market.run.desk;
    expect(ledger.books().every((book) => book.isFlat)).toBe(true);
    expect(market.venue.state().openOrders).toEqual([]);
    const net = ledger.books().reduce((sum, book) => sum + book.dayRealizedNetCents(), 0);
    expect(net).toBeLessThan(-16_000);
  });
});
