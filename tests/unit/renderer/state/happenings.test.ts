import { expect, it } from 'vitest';
import type { CockpitAccount, CockpitOrder, CockpitTrade } from '../../../../engine/wire/index.ts';
import { EMPTY_COCKPIT, type CockpitState } from '../../../../renderer/state/cockpit.ts';
import { askedBand } from '../../../../renderer/state/flatten.ts';
import { happenings, missed } from '../../../../renderer/state/happenings.ts';

const account = (tradeId: string | null) =>
  ({
    run: 'r',
    asOf: { time: '2026-11-20T19:00:30.000Z' },
    books: [{ id: 'MNQ', positions: tradeId === null ? [] : [{ tradeId, side: 'long', quantity: 1 }] }],
  }) as unknown as CockpitAccount;
const trade = (tradeId: string, exitTime: string) =>
  ({ tradeId, exitTime, strategy: 'MNQ', pnl: 48.26, reasonCode: 'tp_hit', reason: 'target' }) as CockpitTrade;
const state = (change: Partial<CockpitState>): CockpitState => ({
  ...EMPTY_COCKPIT,
  account: account(null),
  ...change,
});

it('tells an entry and a close once', () => {
  const before = state({ trades: [trade('t-1', '2026-11-20T18:00:00.000Z')] });
  expect(happenings(before, { ...before, account: account('t-2') })).toEqual([{ kind: 'entry', text: 'MNQ long 1' }]);
  const after = { ...before, trades: [trade('t-2', '2026-11-20T19:00:00.000Z'), ...before.trades] };
  expect(happenings(before, after)).toEqual([{ kind: 'closed', text: 'MNQ +$48.26, target' }]);
});

it('is silent while the page only learns what was there already', () => {
  expect(happenings(EMPTY_COCKPIT, state({ account: account('t-1') }))).toEqual([]);
  expect(happenings(state({}), state({ trades: [trade('t-1', '2026-11-20T18:00:00.000Z')] }))).toEqual([]);
});

it('tells the first trade of a day, and the first refusal', () => {
  const first = state({ trades: [trade('t-1', '2026-11-20T19:00:20.000Z')] });
  expect(happenings(state({}), first).map(({ kind }) => kind)).toEqual(['closed']);
  const order = {
    orderId: 'o-1',
    strategy: 'MNQ',
    status: 'denied',
    reason: 'cap',
    updated: '2026-11-20T19:00:20.000Z',
  };
  const refused = state({ orders: [order as CockpitOrder] });
  expect(happenings(state({}), refused)).toEqual([{ kind: 'refused', text: 'MNQ order denied: cap' }]);
});

it('raises the alarm once when a flatten is late', () => {
  const asked = askedBand('flatten', 'MNQ', 0);
  const before = state({ band: asked });
  const late = { ...before, band: { ...asked, phase: 'late' as const } };
  expect(happenings(before, late).map(({ kind }) => kind)).toEqual(['unverified']);
  expect(happenings(late, { ...late, band: { ...asked, phase: 'unverified' as const } })).toEqual([]);
});

it('lists what was missed in one line', () => {
  const before = state({ trades: [trade('t-1', '2026-11-20T18:00:00.000Z')] });
  const after = { ...before, trades: [trade('t-2', '2026-11-20T19:00:00.000Z'), ...before.trades] };
  expect(missed(before, after)).toBe('While you were away: 1 trade closed (MNQ +$48.26)');
  expect(missed(before, before)).toBeUndefined();
});
