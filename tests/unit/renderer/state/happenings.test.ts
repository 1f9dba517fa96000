import { expect, it } from 'vitest';
import type { CockpitAccount, CockpitTrade } from '../../../../engine/wire/index.ts';
import { EMPTY_COCKPIT, type CockpitState } from '../../../../renderer/state/cockpit.ts';
import { askedBand } from '../../../../renderer/state/flatten.ts';
import { happenings, missed } from '../../../../renderer/state/happenings.ts';

const account = (tradeId: string | null) =>
  ({
    run: 'r',
    books: [{ id: 'MNQ', position: tradeId === null ? null : { tradeId, side: 'long', quantity: 1 } }],
  }) as unknown as CockpitAccount;
const trade = (tradeId: string, exitTime: string) =>
  ({ tradeId, exitTime, strategy: 'MNQ', pnl: 48.26, exitReason: 'tp_hit', exitText: 'target' }) as CockpitTrade;
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
  expect(missed(before, after)).toBe('While you were away: 1 trade closed');
  expect(missed(before, before)).toBeUndefined();
});
