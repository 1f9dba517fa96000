import type { Fill } from '../../domain/fill.ts';
import type { Trade } from '../../domain/trade.ts';
import type { Findings } from './findings.ts';
import type { RoundTrip } from './round-trip.ts';
import { beginRoundTrip, resultTicks, shareOfCost } from './round-trip.ts';
import { tickValueOf } from './tick-values.ts';

/** What a fill did to a book, in cents. */
export interface FillEffect {
  readonly realizedCents: number;
  readonly feeCents: number;
}

/** What one book holds of one contract: position, round trips and money, out of its fills. */
export class HoldingCheck {
  readonly book: string;
  realizedCents = 0;
  feesCents = 0;
  trades = 0;
  tradesNetCents = 0;
  /** The round trip that is open. */
  open: RoundTrip | undefined;
  private readonly findings: Findings;
  private readonly finished: RoundTrip[] = [];
  /** Cost of the open part, ticks. */
  private cost = 0;
  /** Realized of the open round trip so far, ticks. */
  private realizedOfOpen = 0;
  private tickValue = 0;

  constructor(book: string, findings: Findings) {
    this.book = book;
    this.findings = findings;
  }

  get netQty(): number {
    if (this.open === undefined) return 0;
    const held = this.open.opened - this.open.closed;
    return this.open.long ? held : -held;
  }

  fill(fill: Fill, step: number, where: string): FillEffect {
    const tickValue = tickValueOf(fill);
    this.tickValue = tickValue ?? 0;
    if (tickValue === undefined) this.findings.add('positions', where, 'contract root', 'a known one', fill.root);
    if (this.finished.length > 0) this.missingTrade(where);
    const held = Math.abs(this.netQty);
    const closes = this.open !== undefined && this.open.long !== (fill.side === 'buy') ? Math.min(held, fill.qty) : 0;
    const closingFee =
      closes === fill.qty ? fill.feeCents : Math.floor((2 * fill.feeCents * closes + fill.qty) / (2 * fill.qty));
    const realizedCents = closes > 0 ? this.close(fill, closes, held, closingFee) : 0;
    const opens = fill.qty - closes;
    if (opens > 0) this.enter(fill, opens, closes > 0 ? fill.feeCents - closingFee : fill.feeCents, step);
    this.realizedCents += realizedCents;
    this.feesCents += fill.feeCents;
    return { realizedCents, feeCents: fill.feeCents };
  }

  /** Compares a journaled trade with the round trip that the fills before it closed. */
  trade(trade: Trade, where: string): RoundTrip | undefined {
    const trip = this.finished.shift();
    if (trip === undefined) {
      this.findings.add('trades', where, `trade ${trade.tradeId}`, 'fills that go from flat to flat', 'none');
      return undefined;
    }
    const gross = this.cents(resultTicks(trip));
    const expected: Partial<Trade> = {
      contractId: trip.contractId,
      root: trip.root,
      direction: trip.long ? 'long' : 'short',
      qty: trip.opened,
      entryTicksSum: trip.entrySum,
      exitTicksSum: trip.exitSum,
      entryMs: trip.entryMs,
      exitMs: trip.exitMs,
      grossCents: gross,
      feesCents: trip.fees,
      netCents: gross - trip.fees,
    };
    for (const [name, value] of Object.entries(expected)) {
      // Adding nothing turns a negative zero into zero.
      const found = trade[name as keyof Trade];
      this.findings.same(
        'trades',
        where,
        `${name} of ${trade.tradeId}`,
        typeof value === 'number' ? value + 0 : value,
        typeof found === 'number' ? found + 0 : found,
      );
    }
    for (const name of ['riskCents', 'maeCents', 'mfeCents'] as const) {
      if (!(trade[name] >= 0))
        this.findings.add('trades', where, `${name} of ${trade.tradeId}`, '0 or more', trade[name]);
    }
    this.trades += 1;
    this.tradesNetCents += gross - trip.fees;
    return trip;
  }

  /** At the end: closed round trips without a trade, and the sums. */
  end(where: string): void {
    if (this.finished.length > 0) this.missingTrade(where);
    const openNet = this.open === undefined ? 0 : this.cents(this.realizedOfOpen) - this.open.fees;
    this.findings.same(
      'trades',
      where,
      `sum of ${this.book}: trades and what is open, against all fills less fees`,
      this.realizedCents - this.feesCents,
      this.tradesNetCents + openNet,
    );
  }

  private close(fill: Fill, qty: number, held: number, feeCents: number): number {
    const trip = this.open;
    if (trip === undefined) return 0;
    const share = shareOfCost(this.cost, qty, held);
    this.cost -= share;
    trip.closed += qty;
    trip.exitSum += qty * fill.priceTicks;
    trip.exitMs = fill.timeMs;
    trip.fees += feeCents;
    const realized = trip.long ? qty * fill.priceTicks - share : share - qty * fill.priceTicks;
    const before = this.cents(this.realizedOfOpen);
    this.realizedOfOpen += realized;
    const realizedCents = this.cents(this.realizedOfOpen) - before;
    if (trip.closed === trip.opened) {
      // What was made up to follow the venue ends no trade of anybody's.
      if (fill.synthetic === true) this.tradesNetCents += this.cents(resultTicks(trip)) - trip.fees;
      else this.finished.push(trip);
      this.open = undefined;
    }
    return realizedCents;
  }

  /** Whole cents: the parts of a round trip add up to the whole. */
  private cents(ticks: number): number {
    return Math.round(ticks * this.tickValue) + 0;
  }

  private enter(fill: Fill, qty: number, feeCents: number, step: number): void {
    if (this.open === undefined) {
      this.open = beginRoundTrip(fill, step);
      this.cost = 0;
      this.realizedOfOpen = 0;
    }
    this.open.opened += qty;
    this.open.entrySum += qty * fill.priceTicks;
    this.open.fees += feeCents;
    this.cost += qty * fill.priceTicks;
  }

  private missingTrade(where: string): void {
    for (const trip of this.finished.splice(0)) {
      const what = `trade of ${this.book} closed at ${new Date(trip.exitMs).toISOString()}`;
      this.findings.add('trades', where, what, 'journaled', 'missing');
      this.tradesNetCents += this.cents(resultTicks(trip)) - trip.fees;
    }
  }
}
