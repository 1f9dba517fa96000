import { describe, expect, it } from 'vitest';
import type { RiskView } from '../../../../engine/risk/request.ts';
import { specOf } from '../../../../engine/domain/catalog.ts';
import { checkEntry } from '../../../../engine/risk/check-entry.ts';
import { entryIntent } from '../../../support/rows.ts';

function room(leftCents: number, reservedCents = 0) {
  return { leftCents, reservedCents };
}

function view(change: Partial<RiskView> = {}): RiskView {
  return {
    spec: specOf('MNQ'),
    state: 'RUN',
    flattening: false,
    feedStale: false,
    blocks: [],
    marketOpen: true,
    entriesAllowed: true,
    quote: { bidTicks: 99_999, askTicks: 100_000 },
    bookNetQty: 0,
    entryWorking: false,
    otherLong: 0,
    otherShort: 0,
    allowOpposingBooks: false,
    exposureMicros: 0,
    capMicros: 10,
    room: room(100_000),
    feePerSideCents: 37,
    slippageTicks: 1,
    ...change,
  };
}

describe('checkEntry', () => {
  it('lets an ordinary entry through', () => {
    expect(checkEntry(entryIntent(), view())).toBeUndefined();
  });

  const cases: readonly [string, Partial<RiskView>][] = [
    ['flatten_in_flight', { flattening: true }],
    ['blocked', { blocks: ['the journal cannot be written: locked'] }],
    ['not_running', { state: 'EXITS_ONLY' }],
    ['not_running', { state: 'HALTED' }],
    ['no_market', { marketOpen: false }],
    ['no_market', { quote: undefined }],
    ['feed_stale', { feedStale: true }],
    ['outside_entry_window', { entriesAllowed: false }],
    ['position_open', { bookNetQty: 1 }],
    ['position_open', { entryWorking: true }],
    ['opposing_book', { otherShort: 1 }],
    ['account_cap', { exposureMicros: 10 }],
    ['daily_loss', { room: room(1_000) }],
    ['daily_loss', { room: room(100_000, 99_000) }],
    ['daily_loss', { room: { ...room(100_000), unknownFor: 'MNQZ6' } }],
  ];
  it.each(cases)('denies with %s', (reason, change) => {
    expect(checkEntry(entryIntent(), view(change))?.reason).toBe(reason);
  });

  it('gives the first reason of several, and the numbers', () => {
    expect(checkEntry(entryIntent(), view({ flattening: true, state: 'HALTED' }))?.reason).toBe('flatten_in_flight');
    expect(checkEntry(entryIntent({ qty: 3, targets: [] }), view({ exposureMicros: 8 }))?.detail).toBe(
      '11 micros with this entry, cap 10',
    );
  });

  it('allows the exact room that is not reserved, and not a cent less', () => {
    const risk = 22 * 50 + 2 * 37;
    expect(checkEntry(entryIntent(), view({ room: room(risk + 500, 500) }))).toBeUndefined();
    expect(checkEntry(entryIntent(), view({ room: room(risk + 499, 500) }))?.reason).toBe('daily_loss');
  });

  it.each([
    ['bad_quantity', entryIntent({ qty: 0 })],
    ['bad_quantity', entryIntent({ qty: 1.5 })],
    ['bad_quantity', entryIntent({ qty: 2 })],
    ['stop_too_close', entryIntent({ stop: { offsetTicks: 3 } })],
    ['stop_too_close', entryIntent({ stop: { priceTicks: 100_050 } })],
    ['bad_price', entryIntent({ stop: { offsetTicks: Number.NaN } })],
    ['bad_price', entryIntent({ targets: [{ price: { priceTicks: 99_000 }, qty: 1 }] })],
    ['bad_price', entryIntent({ order: { type: 'limit', limitTicks: 0.5, validBars: 3 } })],
  ])('denies a malformed entry with %s', (reason, intent) => {
    expect(checkEntry(intent, view())?.reason).toBe(reason);
  });

  it('widens the least stop with the spread', () => {
    const wide = view({ quote: { bidTicks: 99_990, askTicks: 100_000 } });
    expect(checkEntry(entryIntent({ stop: { offsetTicks: 19 } }), wide)?.reason).toBe('stop_too_close');
    expect(checkEntry(entryIntent({ stop: { offsetTicks: 20 } }), wide)).toBeUndefined();
  });

  it('lets opposing books stand where that is allowed', () => {
    expect(checkEntry(entryIntent(), view({ otherShort: 1, allowOpposingBooks: true }))).toBeUndefined();
    expect(checkEntry(entryIntent({ direction: 'short' }), view({ otherShort: 1 }))).toBeUndefined();
  });
});
