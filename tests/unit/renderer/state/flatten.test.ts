import { describe, expect, it } from 'vitest';
import type { ReceiptMessage } from '../../../../engine/wire/receipt.ts';
import {
  askedBand,
  bandAged,
  bandReceipt,
  bandRefused,
  bandStep,
  goesOn,
  type Band,
} from '../../../../renderer/state/flatten.ts';

const step = (name: string, ms: number, scope = 'MNQ', id = 'f-1') => ({ id, scope, step: name, text: name, ms });

function receipt(change: Partial<ReceiptMessage> = {}): ReceiptMessage {
  return {
    id: 'f-1',
    scope: 'MNQ',
    actor: 'owner',
    reasonCode: 'manual',
    reason: 'flattened by a person',
    ended: true,
    clock: 'wall',
    steps: [{ name: 'entries_blocked', text: 'entries blocked', ms: 1 }],
    verified: true,
    positions: [],
    workingOrders: 0,
    ms: 143,
    timestamp: '2026-11-20T19:22:50.000Z',
    ...change,
  };
}

const asked = askedBand('flatten', 'MNQ', 1_000);

describe('the band', () => {
  it('shows each step with its own milliseconds, as they are told', () => {
    const band = bandStep(bandStep(asked, step('entries_blocked', 1), 1_001), step('orders_canceled', 58), 1_060);
    expect(band.steps.map(({ ms }) => ms)).toEqual([1, 58]);
    expect(band.phase).toBe('running');
  });

  it('takes a step that is told twice once', () => {
    const once = bandStep(asked, step('entries_blocked', 1), 1_001);
    expect(bandStep(once, step('entries_blocked', 1), 1_002)).toBe(once);
  });

  it('ends verified with the sum, or says that it is not', () => {
    expect(bandReceipt(asked, receipt(), 1_143)).toMatchObject({ phase: 'verified', totalMs: 143 });
    expect(bandReceipt(asked, receipt({ verified: false }), 4_100).phase).toBe('unverified');
  });

  it('can be given up while the desk tries on, and not before it is late or after it has ended', () => {
    const unverified = receipt({ verified: false, ended: false });
    expect([
      goesOn(bandAged(asked, 4_001)),
      goesOn(bandReceipt(asked, unverified, 4_100)),
      goesOn(asked),
      goesOn(bandReceipt(asked, { ...unverified, ended: true }, 4_100)),
      goesOn(bandReceipt(asked, receipt(), 1_143)),
      goesOn(bandAged(askedBand('stop', 'MNQ', 1_000), 4_001)),
    ]).toEqual([true, true, false, false, false, false]);
  });

  it('opens for a flatten that somebody else began', () => {
    expect(bandStep(asked, step('entries_blocked', 2, 'account', 'f-9'), 1_005)).toMatchObject({
      scope: 'account',
      id: 'f-9',
    });
    expect(bandReceipt(null, receipt(), 9).scope).toBe('MNQ');
  });

  it('turns late after three seconds without an end, and still takes the verdict', () => {
    const late = bandAged(asked, 4_000);
    expect([bandAged(asked, 3_999).phase, late.phase]).toEqual(['asked', 'late']);
    expect(bandReceipt(late, receipt({ ms: 3_400 }), 4_400).phase).toBe('verified');
  });

  it('does not age once it has ended', () => {
    const ended = bandReceipt(asked, receipt(), 1_143);
    expect(bandAged(ended, 60_000)).toBe(ended);
  });

  it('says why it was refused, unless it is already verified', () => {
    expect(bandRefused(asked, 'this device may not')).toMatchObject({ phase: 'refused', note: 'this device may not' });
    const verified: Band = bandReceipt(asked, receipt(), 1_143);
    expect(bandRefused(verified, 'late answer')).toBe(verified);
  });
});
