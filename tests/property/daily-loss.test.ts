import { describe, expect, it } from 'vitest';
import { SyncMarket, testSettings } from '../support/venue/sync-market.ts';

/** A market and strategies that lose the limit within hours, although entries leave room for what is open. */
function losing(): SyncMarket {
  const settings = testSettings();
  const risk = { ...settings.risk, dailyLossLimitCents: 20_000 };
  return new SyncMarket({ minutes: 600, seed: 23, settings: { ...settings, risk } });
}

function runUntil(market: SyncMarket, met: () => boolean): void {
  while (!met()) expect(market.run.step()).toBe('stepped');
}

const halted = (market: SyncMarket): boolean => market.run.desk.ledger.account.state === 'HALTED';

describe('the daily loss limit', () => {
  it('halts at the same step when the desk dies within it after an act was committed', () => {
    const undisturbed = losing();
    runUntil(undisturbed, () => halted(undisturbed));
    const haltStep = undisturbed.run.desk.step;
    const market = losing();
    runUntil(market, () => market.run.desk.step === haltStep - 1);
    const report = market.venue.advance(haltStep);
    if (report === undefined) throw new Error('expected a step');
    market.run.desk.beginStep(report);
    market.killDesk();
    expect(halted(market)).toBe(false);
    market.run.step();
    expect([market.run.desk.step, halted(market)]).toEqual([haltStep, true]);
  });
});
