import { describe, expect, it } from 'vitest';
import { nextTradingDayMs, ALWAYS } from '../../../../../engine/domain/session.ts';
import type { AccountView } from '../../../../../engine/domain/views.ts';
import { CoreDesk } from '../../../../support/core-desk.ts';
import { T0 } from '../../../../support/venue/venue-bench.ts';

const DAY_CHANGE = nextTradingDayMs(ALWAYS, T0);

/** A step with MNQ at a price; it ends at a market time. */
function quoteAt(bench: CoreDesk, bidTicks: number, timeMs = bench.endMs + 250): AccountView {
  bench.step({ MNQ: bidTicks }, [], {}, timeMs - bench.endMs);
  return bench.desk.view();
}

/** Long one MNQ from 100,001, fee 37 cents, a tick 50 cents; carried into the next trading day 145 ticks up. */
function carried(risk: ConstructorParameters<typeof CoreDesk>[0] = {}): { bench: CoreDesk; before: AccountView } {
  const bench = new CoreDesk(risk);
  bench.step();
  bench.enter();
  quoteAt(bench, 100_146, DAY_CHANGE - 250);
  return { bench, before: bench.desk.view() };
}

describe('a position that is carried into the next trading day', () => {
  it('counts in the new day from what it was worth as the day began', () => {
    const { bench, before } = carried();
    expect(before).toMatchObject({ dayNetCents: 7_213, openPnlCents: 7_250, equityCents: 5_007_213 });
    const after = quoteAt(bench, 100_149, DAY_CHANGE + 250);
    expect(after).toMatchObject({
      tradingDay: '2026-11-18',
      dayStartEquityCents: 5_007_213,
      equityCents: 5_007_363,
      dayNetCents: 150,
      dayRealizedCents: 0,
      openPnlCents: 7_400,
    });
    expect(after.books.map(({ book, dayNetCents, drawdownCents }) => [book, dayNetCents, drawdownCents])).toEqual([
      ['MNQ', 150, 0],
    ]);
    expect(bench.of('DayStarted').map(({ open }) => open)).toEqual([undefined, { MNQ: 7_250 }]);
  });

  it("is the old day's up to its end, in the file as in the view: the days add up to the equity", () => {
    const { bench } = carried();
    const after = quoteAt(bench, 100_149, DAY_CHANGE + 60_250);
    const net = (day: string) =>
      bench.journal.days().find(({ strategy, tradingDay }) => strategy === 0 && tradingDay === day)?.netCents;
    expect([net('2026-11-17'), net('2026-11-18')]).toEqual([7_213, 150]);
    expect(5_000_000 + 7_213 + 150).toBe(after.equityCents);
  });

  it("does not lend yesterday's gain to the day's loss limit", () => {
    const { bench } = carried({ risk: { dailyLossLimitCents: 5_000 } });
    expect(quoteAt(bench, 100_146, DAY_CHANGE + 250).roomCents).toBeLessThan(5_000);
    quoteAt(bench, 100_040);
    quoteAt(bench, 100_040);
    expect(bench.desk.ledger.account).toMatchObject({ state: 'HALTED', reason: 'daily_loss' });
  });

  it('keeps its figures over a restart', () => {
    const { bench } = carried();
    const after = quoteAt(bench, 100_149, DAY_CHANGE + 250);
    bench.restart();
    expect(bench.desk.view()).toMatchObject({
      dayNetCents: after.dayNetCents,
      dayStartEquityCents: after.dayStartEquityCents,
    });
  });

  it("books the exit's result and fee in the new day, the entry's fee in the old one", () => {
    const { bench } = carried();
    quoteAt(bench, 100_149, DAY_CHANGE + 250);
    bench.step({ MNQ: 100_149 }, [bench.filled('MNQ-O2', 1, 100_149)]);
    const view = bench.desk.view();
    const [trade] = bench.of('TradeClosed');
    expect(trade?.trade).toMatchObject({ tradingDay: '2026-11-18', grossCents: 7_400, feesCents: 74, netCents: 7_326 });
    // Realized has the whole result and the exit's fee; the day's P&L only what came since it began.
    expect(view).toMatchObject({ dayRealizedCents: 7_363, dayNetCents: 113, equityCents: 5_007_326 });
  });
});
