import { describe, expect, it } from 'vitest';
import type { BrokerCommand, BrokerEntry, BrokerState, StepReport } from '../../../engine/domain/broker.ts';
import type { Order } from '../../../engine/domain/order.ts';
import type { BrokerPort } from '../../../engine/ports/broker.ts';
import type { MarketPort } from '../../../engine/ports/market.ts';
import { isReport } from '../../../engine/domain/broker.ts';
import { contractAt } from '../../../engine/domain/contract-month.ts';
import { specOf } from '../../../engine/domain/catalog.ts';
import { order } from './venue-bench.ts';

/** A venue under test: its market trades MNQ, and it is flat. */
export interface VenueUnderTest {
  readonly market: MarketPort;
  readonly broker: BrokerPort;
  close(): Promise<void> | void;
}

const FAR_TICKS = 2_000;
const MOST_STEPS = 200;

/** Drives a venue as a desk does, knowing nothing of its prices beforehand. */
class Driver {
  readonly venue: VenueUnderTest;
  contractId = '';
  n = 0;
  private commands = 0;

  constructor(venue: VenueUnderTest) {
    this.venue = venue;
  }

  async begin(): Promise<void> {
    const standing = await this.venue.market.standing();
    this.n = standing.lastStep;
    const step = await this.step();
    this.contractId = contractAt(standing.calendar, 'MNQ', step.endMs).id;
    await this.until(async () => (await this.bidTicks()) > 0, 'a price');
  }

  async step(): Promise<StepReport> {
    const report = await this.venue.market.advance(this.n + 1);
    if (report === undefined) throw new Error(`expected a market that goes on, found its end after step ${this.n}`);
    this.n += 1;
    return report;
  }

  async bidTicks(): Promise<number> {
    const { lastQuotes } = await this.venue.market.standing();
    return lastQuotes.find(({ root }) => root === 'MNQ')?.bidTicks ?? 0;
  }

  async until(isSo: () => Promise<boolean>, what: string): Promise<void> {
    for (let left = MOST_STEPS; left > 0; left -= 1) {
      if (await isSo()) return;
      await this.step();
    }
    throw new Error(`waited ${MOST_STEPS} steps for ${what}`);
  }

  place(orderId: string, change: Partial<Order> = {}, epoch = 1): BrokerCommand {
    return {
      kind: 'place',
      commandId: orderId,
      epoch,
      order: order({ orderId, contractId: this.contractId, ...change }),
    };
  }

  cancel(orderId: string): BrokerCommand {
    return { kind: 'cancel', commandId: this.commandId(), epoch: 1, orderId, reason: 'by_strategy' };
  }

  modify(orderId: string, prices: { readonly stopTicks?: number; readonly limitTicks?: number }): BrokerCommand {
    return { kind: 'modify', commandId: this.commandId(), epoch: 1, orderId, ...prices };
  }

  entries(): Promise<readonly BrokerEntry[]> {
    return this.venue.broker.entriesAfter(0);
  }

  state(): Promise<BrokerState> {
    return this.venue.broker.state();
  }

  async kinds(orderId: string): Promise<string[]> {
    return (await this.entries())
      .filter((entry) => isReport(entry) && entry.orderId === orderId)
      .map(({ kind }) => kind);
  }

  async netQty(): Promise<number> {
    const { positions } = await this.state();
    return positions.find(({ contractId }) => contractId === this.contractId)?.netQty ?? 0;
  }

  /** A position of two with a stop and a target far away; gives the order's id. */
  async open(orderId = 'E1'): Promise<void> {
    const bracket = {
      stop: { orderId: `${orderId}-S`, price: { offsetTicks: FAR_TICKS }, qty: 2 },
      targets: [{ orderId: `${orderId}-T`, price: { offsetTicks: FAR_TICKS }, qty: 2 }],
      breakEvenAfterFirstTarget: false,
    };
    await this.venue.broker.submit([this.place(orderId, { qty: 2, bracket })]);
    await this.until(async () => (await this.netQty()) === 2, 'the fill');
    await this.until(
      async () => (await this.state()).openOrders.every(({ status }) => status === 'working'),
      'a working bracket',
    );
  }

  closing(orderId: string, qty: number): BrokerCommand {
    return this.place(orderId, { side: 'sell', role: 'exit', reducing: true, qty });
  }

  private commandId(): string {
    this.commands += 1;
    return `C${this.commands}`;
  }
}

/**
 * What market and broker owe the desk, whoever they are: one suite for every pair of ports. It trades one contract by
 * resting orders far from the market and by market orders, and reads back what the broker told and what its books say.
 */
export function venueContract(name: string, open: () => Promise<VenueUnderTest> | VenueUnderTest): void {
  const it_ = (title: string, run: (driver: Driver) => Promise<void>): void =>
    it(title, async () => {
      const venue = await open();
      try {
        const driver = new Driver(venue);
        await driver.begin();
        await run(driver);
      } finally {
        await venue.close();
      }
    });

  describe(`${name}: the market`, () => {
    it_('answers a step the same each time, also later and among others', async (driver) => {
      const first = await driver.step();
      await driver.open();
      expect(await driver.venue.market.advance(first.n)).toEqual(first);
      const last = await driver.step();
      const kept = await driver.venue.market.steps(first.n, last.n);
      expect(kept?.map(({ n }) => n)).toEqual(Array.from({ length: last.n - first.n + 1 }, (_, at) => first.n + at));
      expect([kept?.[0], kept?.at(-1)]).toEqual([first, last]);
    });

    it_('lets time go on only, from where the last step ended', async (driver) => {
      let before = await driver.step();
      for (let left = 20; left > 0; left -= 1) {
        const next = await driver.step();
        expect(next.startMs).toBeGreaterThanOrEqual(before.endMs);
        expect([next.endMs, next.endMs > next.startMs]).toEqual([before.nextEndMs, true]);
        for (const { timeMs } of next.quotes) expect(timeMs).toBeLessThan(next.endMs);
        before = next;
      }
      const standing = await driver.venue.market.standing();
      expect([standing.lastStep, standing.lastStepEndMs, standing.nextEndMs]).toEqual([
        before.n,
        before.endMs,
        before.nextEndMs,
      ]);
    });

    it_('does not skip a step', async (driver) => {
      await expect(driver.venue.market.advance(driver.n + 2)).rejects.toThrow(/step/);
      await driver.step();
    });
  });

  describe(`${name}: the broker`, () => {
    it_('numbers all that it tells without a gap, and tells it again from any number on', async (driver) => {
      await driver.open();
      await driver.venue.broker.executeNow([driver.closing('X1', 2)]);
      const all = await driver.entries();
      expect(all.map(({ reportSeq }) => reportSeq)).toEqual(all.map((_, at) => at + 1));
      expect(await driver.venue.broker.entriesAfter(3)).toEqual(all.slice(3));
      expect((await driver.state()).lastReportSeq).toBe(all.length);
      const inSteps = (await driver.venue.market.steps(1, driver.n))?.flatMap(({ entries }) => entries);
      expect(inSteps).toEqual(all.filter(({ immediate }) => !immediate));
    });

    it_('opens with its bracket, closes at once, and leaves the bracket to whoever placed it', async (driver) => {
      await driver.open();
      const held = await driver.state();
      expect(held.openOrders.map(({ orderId, type, qty, status }) => [orderId, type, qty, status])).toEqual(
        expect.arrayContaining([
          ['E1-S', 'stop', 2, 'working'],
          ['E1-T', 'limit', 2, 'working'],
        ]),
      );
      const told = await driver.venue.broker.executeNow([driver.closing('X1', 2)]);
      expect(told.every(({ immediate }) => immediate)).toBe(true);
      expect(await driver.netQty()).toBe(0);
      const canceled = await driver.venue.broker.executeNow([driver.cancel('E1-S'), driver.cancel('E1-T')]);
      expect(canceled.map(({ kind }) => kind).filter((kind) => kind === 'canceled')).toHaveLength(2);
      expect((await driver.state()).openOrders).toEqual([]);
    });

    it_('has books that follow from its fills, to the cent', async (driver) => {
      const begun = await driver.state();
      await driver.open();
      await driver.venue.broker.executeNow([driver.closing('X1', 1)]);
      await driver.until(async () => (await driver.netQty()) === 1, 'the half');
      await driver.venue.broker.executeNow([driver.closing('X2', 1)]);
      await driver.until(async () => (await driver.netQty()) === 0, 'flat');
      let cash = begun.cashCents;
      let fees = begun.feesCents;
      for (const entry of await driver.entries()) {
        if (!isReport(entry) || entry.kind !== 'filled') continue;
        const sign = entry.orderId === 'E1' ? -1 : 1;
        cash += sign * entry.qty * entry.priceTicks * specOf('MNQ').tickValueCents - entry.feeCents;
        fees += entry.feeCents;
      }
      const ended = await driver.state();
      expect([ended.cashCents, ended.feesCents]).toEqual([cash, fees]);
      expect(ended.cashCents - begun.cashCents).toBe(
        ended.realizedCents - begun.realizedCents - (ended.feesCents - begun.feesCents),
      );
    });

    it_('takes a command once, however often it is sent', async (driver) => {
      const place = driver.place('E1');
      await driver.venue.broker.submit([place]);
      await driver.venue.broker.submit([place]);
      await driver.until(async () => (await driver.netQty()) !== 0, 'the fill');
      await driver.venue.broker.submit([place]);
      for (let left = 5; left > 0; left -= 1) await driver.step();
      const close = driver.closing('X1', 1);
      const told = await driver.venue.broker.executeNow([close]);
      expect(await driver.venue.broker.executeNow([close])).toEqual(told);
      expect(await driver.netQty()).toBe(0);
      expect((await driver.kinds('E1')).filter((kind) => kind === 'filled')).toHaveLength(1);
    });

    it_('moves a resting order, and cancels one at once', async (driver) => {
      const away = (await driver.bidTicks()) - FAR_TICKS;
      await driver.venue.broker.submit([driver.place('L1', { type: 'limit', limitTicks: away })]);
      await driver.until(async () => (await driver.kinds('L1')).includes('accepted'), 'the order');
      await driver.venue.broker.submit([driver.modify('L1', { limitTicks: away - 4 })]);
      await driver.until(async () => (await driver.kinds('L1')).includes('updated'), 'the move');
      expect((await driver.state()).openOrders).toMatchObject([{ orderId: 'L1', limitTicks: away - 4 }]);
      const told = await driver.venue.broker.executeNow([driver.cancel('L1')]);
      expect(told.map((entry) => entry.kind)).toEqual(['canceled']);
      expect((await driver.state()).openOrders).toEqual([]);
    });

    it_('answers what it cannot do with a word about the order, and goes on', async (driver) => {
      const { broker } = driver.venue;
      await broker.submit([
        driver.cancel('NONE'),
        driver.modify('NONE', { stopTicks: 4 }),
        driver.place('U1', { contractId: 'MNQZ9' }),
        driver.place('Q1', { qty: 0 }),
      ]);
      await driver.until(async () => (await driver.kinds('Q1')).length > 0, 'the answers');
      expect(await driver.kinds('NONE')).toEqual(['command_rejected', 'command_rejected']);
      expect([await driver.kinds('U1'), await driver.kinds('Q1')]).toEqual([['rejected'], ['rejected']]);
      await driver.open();
      expect(await driver.netQty()).toBe(2);
    });

    it_('does not serve a desk that has been replaced', async (driver) => {
      await driver.venue.broker.submit([driver.place('E1', {}, 2)]);
      await driver.until(async () => (await driver.netQty()) === 1, 'the fill');
      await driver.venue.broker.submit([driver.place('E2', {}, 1)]);
      await driver.until(async () => (await driver.kinds('E2')).length > 0, 'the answer');
      expect([await driver.kinds('E2'), await driver.netQty()]).toEqual([['rejected'], 1]);
    });
  });
}
