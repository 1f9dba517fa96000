import { describe, expect, it } from 'vitest';
import { SyncMarket, testSettings } from '../support/sync-market.ts';

/** A market and strategies that lose the small limit within hours. */
function losing(): SyncMarket {
  const settings = testSettings();
  const risk = { ...settings.risk, dailyLossLimitCents: 10_000 };
  return new SyncMarket({ minutes: 600, seed: 3, settings: { ...settings, risk } });
}

function runUntil(market: SyncMarket, met: () => boolean): void {
  while (!met()) expect(market.run.step()).toBe('stepped');
}

const holds = (market: SyncMarket): boolean =>
  [...market.run.desk.ledger.books.values()].some((book) => book.position.netQty !== 0);
const halted = (market: SyncMarket): boolean => market.run.desk.ledger.account.state === 'HALTED';

describe('the daily loss limit', () => {
  it('flattens by itself when a person was flattening at that moment and did not get through', () => {
    const market = losing();
    const probe = losing();
    runUntil(probe, () => halted(probe));
    const haltStep = probe.run.desk.step;
    runUntil(market, () => market.run.desk.step === haltStep - 1);
    expect(holds(market)).toBe(true);
    // Nobody drives this one: it stands for a flatten whose closing orders do not get through.
    const person = { actor: 'owner', device: 'test', cause: 'F8' };
    const flattenId = market.run.desk.startFlatten('account', 'manual', person);
    expect(flattenId).toBeDefined();
    for (let i = 0; i < 5; i += 1) market.run.step();
    expect([halted(market), holds(market)]).toEqual([true, true]);
    market.run.desk.record(
      { type: 'FlattenEnded', flattenId: flattenId ?? '', scope: 'account', verified: false },
      null,
    );
    for (let i = 0; i < 10; i += 1) market.run.step();
    expect([halted(market), holds(market)]).toEqual([true, false]);
    expect(market.venue.state().openOrders).toEqual([]);
  });

  it('counts one reading a step, also when the desk dies within the step after an act was committed', () => {
    const undisturbed = losing();
    runUntil(undisturbed, () => halted(undisturbed));
    const haltStep = undisturbed.run.desk.step;
    const market = losing();
    // The first of the two readings is that of the step before.
    runUntil(market, () => market.run.desk.step === haltStep - 2);
    const report = market.venue.advance(haltStep - 1);
    if (report === undefined) throw new Error('expected a step');
    market.run.desk.beginStep(report);
    market.run.desk.commitAct();
    market.killDesk();
    market.run.step();
    expect([market.run.desk.step, halted(market)]).toEqual([haltStep - 1, false]);
    market.run.step();
    expect([market.run.desk.step, halted(market)]).toEqual([haltStep, true]);
  });
});
