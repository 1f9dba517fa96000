import { describe, expect, it } from 'vitest';
import type {
  CockpitAccount,
  CockpitOrder,
  ReceiptMessage,
  StrategyEntry,
  StrategyViewMessage,
  SymbolConfig,
} from '../../../../engine/wire/index.ts';
import { EMPTY_COCKPIT, type CockpitState } from '../../../../renderer/state/cockpit.ts';
import type { Message } from '../../../../renderer/state/message.ts';
import { reduce } from '../../../../renderer/state/reduce.ts';

const after = (state: CockpitState, ...messages: Message[]): CockpitState =>
  messages.reduce((before, message) => reduce(before, { ...message, wallMs: 1_000, nowMs: 50 }), state);
const entry = (id: string, url: string | null = null) =>
  ({ id, number: 1, name: id, kind: 'winner', root: id, symbol: `${id}Z6`, url }) as StrategyEntry;
const account = (change: object = {}) =>
  ({
    asOf: { source: 'desk', time: '2026-11-20T19:22:50.000Z', step: 1, seq: 7 },
    speed: 60,
    ended: false,
    books: [],
    ...change,
  }) as unknown as CockpitAccount;

describe('session', () => {
  it('leaves nothing of what was seen once nobody is in', () => {
    const session = { ...EMPTY_COCKPIT.session, phase: 'locked', reason: 'ended' } as const;
    const state = after(
      EMPTY_COCKPIT,
      { type: 'strategies', entries: [entry('MNQ')] },
      { type: 'toast', tone: 'info', text: 'x' },
      { type: 'session', session },
    );
    expect(state).toEqual({ ...EMPTY_COCKPIT, session });
  });
});

describe('strategies', () => {
  it('keep what is known of their servers when the list is told again', () => {
    const config = { symbol: 'MNQZ6', tickSize: 0.25 } as SymbolConfig;
    const state = after(
      EMPTY_COCKPIT,
      { type: 'strategies', entries: [entry('MNQ')] },
      { type: 'config', id: 'MNQ', config },
      { type: 'strategies', entries: [entry('MNQ', 'http://127.0.0.1:1')] },
    );
    expect(state.symbols[0]).toMatchObject({ url: 'http://127.0.0.1:1', config });
  });

  it('select the first, and another when the selected one is gone', () => {
    const two = after(
      EMPTY_COCKPIT,
      { type: 'strategies', entries: [entry('MNQ'), entry('MES')] },
      { type: 'select', id: 'MES' },
    );
    expect(after(two, { type: 'strategies', entries: [entry('MNQ')] }).selected).toBe('MNQ');
  });
});

describe('the account', () => {
  it('sets the market clock at its speed, and lets it stand when the market does', () => {
    expect(after(EMPTY_COCKPIT, { type: 'account', account: account() }).clock).toEqual({
      marketMs: Date.parse('2026-11-20T19:22:50.000Z'),
      toldAtMs: 50,
      speed: 60,
    });
    expect(after(EMPTY_COCKPIT, { type: 'account', account: account({ ended: true }) }).clock?.speed).toBe(0);
  });

  it('of another run lets go of the lists that count within a run', () => {
    const line = { seq: 3, strategy: null, type: 'info', message: 'm', timestamp: '2026-11-20T19:22:50.000Z' } as const;
    const held = after(
      EMPTY_COCKPIT,
      { type: 'account', account: account({ run: 'run-1' }) },
      { type: 'trade-page', page: { trades: [], isNewest: true, isLast: true } },
      { type: 'log', lines: [line] },
    );
    expect(after(held, { type: 'account', account: account({ run: 'run-1' }) }).log).toHaveLength(1);
    const other = after(held, { type: 'account', account: account({ run: 'run-2' }) });
    expect([other.log, other.tradeSpan]).toEqual([[], undefined]);
  });

  it('remembers the newest journal row for the next connection', () => {
    expect(after(EMPTY_COCKPIT, { type: 'account', account: account() }, { type: 'subscribed', seq: 9 }).seq).toBe(9);
  });
});

describe('a link that is lost', () => {
  const up = after(
    EMPTY_COCKPIT,
    { type: 'account', account: account() },
    { type: 'strategies', entries: [entry('MES')] },
    { type: 'hub-link', phase: 'up', reason: '' },
    { type: 'symbol-link', id: 'MES', phase: 'up', reason: '' },
  );

  it('to the hub is an alarm that stays in the list, and a toast, told once', () => {
    const down = { type: 'hub-link', phase: 'down', reason: 'transport close' } as const;
    const state = after(up, down, { ...down, reason: 'xhr poll error' });
    expect(state.alarms).toMatchObject([
      { code: 'link_lost', strategy: null, severity: 'error', timestamp: '2026-11-20T19:22:50.000Z' },
    ]);
    expect(state.toasts.map(({ text, times }) => [text, times])).toEqual([['The link to the hub is lost', 1]]);
    expect(after(state, { type: 'hub-link', phase: 'up', reason: '' }).alarms).toEqual(state.alarms);
  });

  it('to an engine is one too while no hub tells it', () => {
    const gone = { type: 'symbol-link', id: 'MES', phase: 'down', reason: '' } as const;
    expect(after(up, gone).alarms).toEqual([]);
    const state = after(up, { type: 'hub-link', phase: 'down', reason: '' }, gone, gone);
    expect(state.alarms.map(({ strategy }) => strategy)).toContain('MES');
    expect(state.alarms).toHaveLength(2);
  });

  it('that never stood is no news', () => {
    expect(after(EMPTY_COCKPIT, { type: 'hub-link', phase: 'down', reason: '' }).alarms).toEqual([]);
  });
});

describe('a receipt', () => {
  const TIME = '2026-11-20T19:22:50.000Z';
  const held = { positions: [{ side: 'long' }], workingOrders: 2, state: 'RUN', ownState: 'RUN' };
  const two = (change: object = {}) =>
    account({
      books: [
        { id: 'MNQ', ...held },
        { id: 'MES', ...held },
      ],
      exposure: 2,
      openPnl: 16.5,
      ...change,
    });
  const receipt = (change: object = {}) =>
    ({
      id: 'f1',
      scope: 'MNQ',
      verified: true,
      steps: [{ name: 'entries_blocked', text: '', ms: 1 }],
      timestamp: TIME,
      ...change,
    }) as unknown as ReceiptMessage;
  const later = { source: 'desk', time: '2026-11-20T19:22:50.250Z', step: 2, seq: 9 };
  const flat = { positions: [], workingOrders: 0, state: 'EXITS_ONLY', stateReason: 'flattened' };

  it('that is verified shows its scope flat at once, without another word of the hub', () => {
    const state = after(
      EMPTY_COCKPIT,
      { type: 'account', account: two() },
      { type: 'hub-link', phase: 'down', reason: '' },
      { type: 'receipt', receipt: receipt() },
    );
    expect(state.account?.books).toMatchObject([flat, held]);
    expect(state.account).toMatchObject({ openPnl: null, exposure: 2 });
  });

  it('says nothing of another run, though its market time is earlier: what is open there is shown', () => {
    const earlier = { source: 'desk', time: '2025-01-06T15:00:00.000Z', step: 1, seq: 3 };
    const state = after(
      EMPTY_COCKPIT,
      { type: 'account', account: two({ run: 'replay-1', asOf: { ...later, seq: 900 } }) },
      { type: 'receipt', receipt: receipt({ scope: 'account', timestamp: '2026-11-20T21:00:00.000Z' }) },
      { type: 'account', account: two({ run: 'replay-2', asOf: earlier }) },
    );
    expect(state.account?.books).toMatchObject([held, held]);
    expect([state.flats, state.receipts, state.band, state.seq]).toEqual([{}, [], null, 3]);
  });

  it('ends what the strategy said of its position', () => {
    const view = (id: string) => ({ id, phase: 'in trade', note: 'stop rests at the venue' }) as StrategyViewMessage;
    const state = after(
      EMPTY_COCKPIT,
      { type: 'account', account: two() },
      { type: 'view', view: view('MNQ') },
      { type: 'view', view: view('MES') },
      { type: 'receipt', receipt: receipt() },
    );
    expect([state.views['MNQ']?.phase, state.views['MES']?.phase]).toEqual(['flat', 'in trade']);
  });

  it('takes the orders of its scope that were alive out of the list', () => {
    const order = (orderId: string, strategy: string, status: string) =>
      ({ orderId, strategy, status, updated: TIME }) as unknown as CockpitOrder;
    const orders = [order('a', 'MNQ', 'working'), order('b', 'MNQ', 'filled'), order('c', 'MES', 'working')];
    const state = after(EMPTY_COCKPIT, { type: 'orders', orders }, { type: 'receipt', receipt: receipt() });
    expect(state.orders.map(({ orderId }) => orderId)).toEqual(['b', 'c']);
  });

  it('holds against an older picture of the account, and gives way to a newer one', () => {
    const state = after(EMPTY_COCKPIT, { type: 'account', account: two() }, { type: 'receipt', receipt: receipt() });
    expect(after(state, { type: 'account', account: two() }).account?.books).toMatchObject([flat, held]);
    const newer = after(state, { type: 'account', account: two({ asOf: later }) });
    expect(newer.account?.books).toMatchObject([held, held]);
    expect(newer.flats).toEqual({});
  });

  it('that is not verified changes nothing', () => {
    const state = after(
      EMPTY_COCKPIT,
      { type: 'account', account: two() },
      { type: 'receipt', receipt: receipt({ verified: false }) },
    );
    expect(state.account?.books).toMatchObject([held, held]);
  });

  it('of everything shows each part flat that is verified, though the whole is not', () => {
    const whole = receipt({ scope: 'account', verified: false });
    const state = after(
      EMPTY_COCKPIT,
      { type: 'account', account: two() },
      { type: 'receipt', receipt: whole, parts: [receipt(), receipt({ scope: 'MES', verified: false })] },
    );
    expect(state.account?.books).toMatchObject([flat, held]);
    const all = after(state, { type: 'receipt', receipt: receipt({ scope: 'account' }) });
    expect(all.account).toMatchObject({ exposure: 0, books: [flat, flat] });
  });
});

describe('a flatten', () => {
  it('that nobody could take is no news once the hub is back; another end stays', () => {
    const away = after(
      EMPTY_COCKPIT,
      { type: 'hub-link', phase: 'down', reason: '' },
      { type: 'asked', kind: 'flatten', scope: 'MNQ' },
      { type: 'ask-refused', message: 'no answer' },
    );
    expect(away.band?.phase).toBe('refused');
    expect(after(away, { type: 'hub-link', phase: 'up', reason: '' }).band).toBeNull();
    const asked = after(
      EMPTY_COCKPIT,
      { type: 'asked', kind: 'flatten', scope: 'MNQ' },
      { type: 'hub-link', phase: 'up', reason: '' },
    );
    expect(asked.band?.phase).toBe('asked');
  });

  it('that is asked twice stays one band', () => {
    const once = after(EMPTY_COCKPIT, { type: 'asked', kind: 'flatten', scope: 'MNQ' });
    expect(after(once, { type: 'asked', kind: 'flatten', scope: 'MNQ' })).toBe(once);
  });

  it('gives way to one of another scope', () => {
    const state = after(
      EMPTY_COCKPIT,
      { type: 'asked', kind: 'flatten', scope: 'MNQ' },
      { type: 'asked', kind: 'flatten', scope: 'account' },
    );
    expect(state.band?.scope).toBe('account');
  });
});

it('counts alarms as seen only once they were looked at', () => {
  const alarm = {
    id: 'a',
    code: 'feed_stale',
    strategy: null,
    message: '',
    severity: 'warning',
    timestamp: '2026-11-20T19:00:00.000Z',
  } as const;
  const told = after(EMPTY_COCKPIT, { type: 'alarms', alarms: [alarm] });
  expect([told.alarmsSeenAt, after(told, { type: 'alarms-seen' }).alarmsSeenAt]).toEqual(['', alarm.timestamp]);
});

it('changes nothing for nothing: panels are not drawn in vain', () => {
  const state = after(EMPTY_COCKPIT, { type: 'strategies', entries: [entry('MNQ')] });
  expect(after(state, { type: 'time-passed' }, { type: 'select', id: 'MNQ' }, { type: 'heard', id: 'unknown' })).toBe(
    state,
  );
});
