import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BrokerReport } from '../../engine/domain/broker.ts';
import { specOf } from '../../engine/domain/catalog.ts';
import type { Order, OrderStatus } from '../../engine/domain/order.ts';
import { isClosed, moveStatus } from '../../engine/domain/order.ts';
import { FLAT, applyFill } from '../../engine/domain/position.ts';
import type { SyncVenue } from '../../engine/ports/sync-venue.ts';
import { venueOver } from '../support/venue/venue-bench.ts';
import { markets, playScript, turns, type Watcher } from '../support/venue/venue-script.ts';

const RUNS = { numRuns: 150 };

/** What a desk makes of the reports, kept beside the venue and compared with it. */
class Fold implements Watcher {
  readonly orders = new Map<
    string,
    { order: Order; status: OrderStatus; qty: number; filledQty: number; parentId?: string }
  >();
  seq = 0;
  fills = 0;
  canceledStops = new Set<string>();
  position = FLAT;
  realizedCents = 0;
  feesCents = 0;

  placed(order: Order): void {
    this.orders.set(order.orderId, { order, status: 'pending_new', qty: order.qty, filledQty: 0 });
    const { bracket } = order;
    if (bracket === undefined) return;
    const side = order.side === 'buy' ? 'sell' : 'buy';
    for (const { orderId, qty } of [bracket.stop, ...bracket.targets]) {
      const type = orderId === bracket.stop.orderId ? 'stop' : 'limit';
      const role = type === 'stop' ? 'stop' : 'target';
      const { bracket: _none, limitTicks: _limit, stopTicks: _stop, ...rest } = order;
      const leg: Order = { ...rest, orderId, side, type, role, qty, reducing: true };
      this.orders.set(orderId, { order: leg, status: 'pending_new', qty, filledQty: 0, parentId: order.orderId });
    }
  }

  reports(reports: readonly BrokerReport[]): void {
    for (const report of reports) this.report(report);
  }

  private report(report: BrokerReport): void {
    this.seq += 1;
    expect(report.reportSeq).toBe(this.seq);
    if (report.kind === 'command_rejected') return;
    const entry = this.orders.get(report.orderId);
    if (entry === undefined) throw new Error(`a report of an order that nobody sent: ${report.orderId}`);
    switch (report.kind) {
      case 'accepted':
        entry.status = moveStatus(report.orderId, entry.status, report.status);
        return;
      case 'updated':
        entry.status = moveStatus(report.orderId, entry.status, 'working');
        entry.qty = report.qty;
        return;
      case 'filled': {
        this.fills += 1;
        expect(report.fillId).toBe(`F${this.fills}`);
        entry.filledQty += report.qty;
        entry.status = moveStatus(report.orderId, entry.status, report.leavesQty === 0 ? 'filled' : 'working');
        expect(entry.filledQty).toBeLessThanOrEqual(entry.order.qty);
        const applied = applyFill(this.position, entry.order.side, report.qty, report.priceTicks);
        this.position = applied.position;
        this.realizedCents += applied.realizedTicks * specOf('MNQ').tickValueCents;
        this.feesCents += report.feeCents;
        return;
      }
      case 'rejected':
      case 'canceled':
      case 'expired':
        entry.status = moveStatus(report.orderId, entry.status, report.kind);
        if (report.kind === 'canceled' && entry.order.role === 'stop' && report.commandId !== undefined) {
          this.canceledStops.add(report.orderId);
        }
        return;
    }
  }

  settled(venue: SyncVenue): void {
    const state = venue.state();
    const [position] = state.positions;
    expect({ netQty: position?.netQty ?? 0, costTicksSum: position?.costTicksSum ?? 0 }).toEqual(this.position);
    expect(state).toMatchObject({
      realizedCents: this.realizedCents,
      feesCents: this.feesCents,
      lastReportSeq: this.seq,
    });
    expect(state.cashCents).toBe(5_000_000 + this.realizedCents - this.feesCents);
    const open = new Map(state.openOrders.map((order) => [order.orderId, order]));
    for (const [orderId, entry] of this.orders) {
      const isOpen = !isClosed(entry.status) && entry.status !== 'pending_new';
      expect(open.has(orderId), `${orderId} ${entry.status}`).toBe(isOpen);
      if (isOpen) expect(open.get(orderId)).toMatchObject({ filledQty: entry.filledQty, status: entry.status });
    }
    for (const { order, status, filledQty } of this.orders.values()) {
      if (order.bracket !== undefined) this.checkBracket(order, !isClosed(status), filledQty);
    }
  }

  private checkBracket(entry: Order, entryOpen: boolean, entryFilled: number): void {
    const { bracket } = entry;
    if (bracket === undefined) return;
    const leg = (orderId: string) => {
      const found = this.orders.get(orderId)!;
      const alive = found.status === 'working';
      return { ...found, leaves: alive ? found.qty - found.filledQty : 0, open: !isClosed(found.status) };
    };
    const stop = leg(bracket.stop.orderId);
    const targets = bracket.targets.map(({ orderId }) => leg(orderId));
    const openQty = entryFilled - stop.filledQty - targets.reduce((sum, target) => sum + target.filledQty, 0);
    const targetQty = targets.reduce((sum, target) => sum + target.leaves, 0);
    expect(openQty, entry.orderId).toBeGreaterThanOrEqual(0);
    expect(stop.leaves, `stop of ${entry.orderId}`).toBeLessThanOrEqual(openQty);
    expect(targetQty, `targets of ${entry.orderId}`).toBeLessThanOrEqual(openQty);
    // Protection is complete, unless the stop itself was canceled by a command.
    if (!this.canceledStops.has(stop.order.orderId)) expect(stop.leaves, `stop of ${entry.orderId}`).toBe(openQty);
    // No orphans: nothing to protect and nothing to come, no leg.
    if (openQty === 0 && !entryOpen) expect([stop, ...targets].filter((each) => each.open)).toEqual([]);
  }
}

test('books are the fold of the fills; legs never hold more than is open, and never less protection', () => {
  let fills = 0;
  let stops = 0;
  let targets = 0;
  fc.assert(
    fc.property(markets, turns, (feed, script) => {
      const fold = new Fold();
      const venue = venueOver(feed);
      playScript(script, () => venue, fold);
      fills += fold.fills;
      for (const { order, filledQty } of fold.orders.values()) {
        if (order.role === 'stop' && filledQty > 0) stops += 1;
        if (order.role === 'target' && filledQty > 0) targets += 1;
      }
    }),
    RUNS,
  );
  // The generator must reach what it is for.
  expect(fills).toBeGreaterThan(500);
  expect(stops).toBeGreaterThan(50);
  expect(targets).toBeGreaterThan(50);
});

test('every answer repeated is the same answer, and nothing happens twice', () => {
  fc.assert(
    fc.property(markets, turns, (feed, script) => {
      const once = venueOver(feed);
      const expected = playScript(script, () => once);
      const venue = venueOver(feed);
      const twice: SyncVenue = {
        bars: (root, fromMs, toMs) => venue.bars(root, fromMs, toMs),
        advance: (n) => {
          const answer = venue.advance(n);
          expect(JSON.stringify(venue.advance(n))).toBe(JSON.stringify(answer));
          return answer;
        },
        submit: (commands) => {
          venue.submit(commands);
          venue.submit(commands);
        },
        executeNow: (commands) => {
          const reports = venue.executeNow(commands);
          expect(venue.executeNow(commands)).toEqual(reports);
          return reports;
        },
        entriesAfter: (seq) => venue.entriesAfter(seq),
        steps: (from, to) => venue.steps(from, to),
        state: () => venue.state(),
        standing: () => venue.standing(),
      };
      expect(playScript(script, () => twice)).toEqual(expected);
      const { lastStep } = venue.standing();
      expect(venue.steps(1, lastStep)?.map((step) => JSON.stringify(step))).toEqual(
        once.steps(1, lastStep)?.map((step) => JSON.stringify(step)),
      );
    }),
    { numRuns: 60 },
  );
});
