import { describe, expect, it, vi } from 'vitest';
import {
  type AnyCallInput,
  callOf,
  HUB_ROUTES,
  type ReceiptMessage,
  type RouteTable,
  SYMBOL_ROUTES,
} from '../../../../engine/wire/index.ts';
import { createCommands, joinedReceipt } from '../../../../renderer/connection/commands.ts';
import type { Answer, Client } from '../../../../renderer/connection/http.ts';
import { EMPTY_COCKPIT, type CockpitState } from '../../../../renderer/state/cockpit.ts';
import { NEW_LINK } from '../../../../renderer/state/links.ts';
import { NO_SOURCES } from '../../../../renderer/state/sources.ts';
import { createStore } from '../../../../renderer/state/store.ts';

const AWAY: Answer<never> = { ok: false, status: 0, code: 'unreachable', message: 'no answer' };

function receipt(scope: string, change: Partial<ReceiptMessage> = {}): ReceiptMessage {
  return {
    id: `r-${scope}`,
    scope,
    actor: 'owner',
    reasonCode: 'manual',
    reason: 'flattened by a person',
    ended: true,
    clock: 'wall',
    steps: [],
    verified: true,
    positions: [],
    workingOrders: 0,
    ms: 90,
    timestamp: '2026-11-20T19:22:50.000Z',
    ...change,
  };
}

/** Answers by the path that the route's declaration gives. */
function client<T extends RouteTable>(
  routes: T,
  answers: (path: string) => Answer<unknown>,
  calls: string[],
  patiences: (number | undefined)[] = [],
): Client<T> {
  return {
    base: '',
    call: (name, ...given) => {
      const { path } = callOf(routes[name] as T[typeof name], given[0] as AnyCallInput);
      calls.push(path);
      patiences.push(given[1]);
      return Promise.resolve(answers(path) as never);
    },
  };
}

function symbolState(id: string): CockpitState['symbols'][number] {
  return {
    id,
    number: 1,
    name: id,
    kind: 'winner',
    root: id,
    symbol: id,
    url: 'http://127.0.0.1:1',
    link: NEW_LINK,
    config: undefined,
  };
}

function setUp(
  hub: (path: string) => Answer<unknown>,
  symbol: (path: string) => Answer<unknown>,
  change: Partial<CockpitState> = {},
  without: readonly string[] = [],
) {
  const calls: string[] = [];
  const patiences: (number | undefined)[] = [];
  const wanted: (() => void)[] = [];
  const initial = { ...EMPTY_COCKPIT, ...change, symbols: [symbolState('MNQ'), symbolState('MES')], selected: 'MNQ' };
  const store = createStore({ soon: (callback) => callback(), wallMs: () => 0, nowMs: () => 0 }, initial);
  const commands = createCommands({
    store,
    hub: client(HUB_ROUTES, hub, calls, patiences),
    symbol: (id) => (without.includes(id) ? undefined : client(SYMBOL_ROUTES, (path) => symbol(`${id}${path}`), calls)),
    newId: () => 'c-1',
    nowMs: () => 5,
    passwordWanted: (run) => void wanted.push(run),
  });
  return { store, commands, calls, patiences, wanted };
}

describe('flatten', () => {
  it('goes to the hub, and its receipt ends the band', async () => {
    const { store, commands, calls } = setUp(
      () => ({ ok: true, value: { success: true, receipt: receipt('MNQ') } }),
      () => AWAY,
    );
    await commands.flatten('MNQ');
    expect(calls).toEqual(['/api/strategies/MNQ/flatten']);
    expect(store.get().band).toMatchObject({ phase: 'verified', totalMs: 90, detour: false });
  });

  it("goes through the symbol's own port when the hub does not answer", async () => {
    const { store, commands, calls } = setUp(
      () => AWAY,
      () => ({ ok: true, value: { success: true, receipt: receipt('MNQ') } }),
    );
    await commands.flatten('MNQ');
    expect(calls).toEqual(['/api/strategies/MNQ/flatten', '/api/position/flatten']);
    expect(store.get().band).toMatchObject({ phase: 'verified', detour: true });
  });

  it('waits little for a hub that is silent over a link that stands', async () => {
    const silent = {
      kind: 'hub',
      name: 'hub',
      ageMs: 3_000,
      budgetMs: 1_000,
      standing: 'silent',
      because: null,
    } as const;
    const link = { hub: { ...NEW_LINK, phase: 'up' as const } };
    const heard = setUp(
      () => AWAY,
      () => AWAY,
      link,
    );
    await heard.commands.flatten('MNQ');
    const mute = setUp(
      () => AWAY,
      () => AWAY,
      { ...link, sources: { ...NO_SOURCES, ages: [silent] } },
    );
    await mute.commands.flatten('MNQ');
    expect(mute.patiences[0]).toBeLessThan(1_000);
    expect(heard.patiences[0]).toBeGreaterThan(3_000);
  });

  it('of everything goes to each symbol, and is verified only when all are', async () => {
    const { store, commands } = setUp(
      () => AWAY,
      (path) => (path.startsWith('MNQ') ? { ok: true, value: { success: true, receipt: receipt('MNQ') } } : AWAY),
    );
    await commands.flatten('account');
    expect(store.get().band).toMatchObject({ scope: 'account', phase: 'unverified' });
  });

  it('takes a refusal as an answer and does not try elsewhere', async () => {
    const { store, commands, calls } = setUp(
      () => ({ ok: false, status: 403, code: 'forbidden', message: 'this device may not' }),
      () => AWAY,
    );
    await commands.flatten('MNQ');
    expect(calls).toHaveLength(1);
    expect(store.get().band).toMatchObject({ phase: 'refused', note: 'this device may not' });
  });

  it('says so when nobody took it', async () => {
    const { store, commands } = setUp(
      () => AWAY,
      () => AWAY,
    );
    await commands.flatten('MNQ');
    expect(store.get().band?.phase).toBe('refused');
    expect(store.get().band?.note).toContain("broker's own platform");
  });
});

describe('stop', () => {
  it('reports what was stopped, through whichever door', async () => {
    const { store, commands } = setUp(
      () => AWAY,
      () => ({ ok: true, value: { success: true, state: 'EXITS_ONLY' } }),
    );
    await commands.stop('account');
    expect(store.get().band).toMatchObject({ kind: 'stop', phase: 'verified', detour: true });
  });

  it('of all is not said to be done where a strategy could not be asked', async () => {
    const { store, commands } = setUp(
      () => AWAY,
      () => ({ ok: true, value: { success: true, tradingEnabled: false, state: 'EXITS_ONLY' } }),
      {},
      ['MES'],
    );
    await commands.stop('account');
    expect(store.get().band).toMatchObject({ kind: 'stop', phase: 'refused' });
  });
});

it('joins receipts without claiming more than they say', () => {
  expect(joinedReceipt('j', [receipt('MNQ'), receipt('MES', { ms: 140 })], 2, [])).toMatchObject({
    verified: true,
    ms: 140,
  });
  expect(joinedReceipt('j', [receipt('MNQ')], 2, []).verified).toBe(false);
  expect(joinedReceipt('j', [receipt('MNQ', { verified: false, workingOrders: 1 })], 1, [])).toMatchObject({
    verified: false,
    workingOrders: 1,
  });
  // What only the hub closes stays open, whatever the symbols' ports say.
  expect(joinedReceipt('j', [receipt('MNQ')], 1, ['EXTERNAL'])).toMatchObject({
    verified: false,
    ended: false,
    positions: null,
    workingOrders: null,
    steps: [{ name: 'MNQ' }, { name: 'not_verified', text: 'EXTERNAL not reached: only the hub closes it' }],
  });
});

it('does not call everything flat while a book holds something that no strategy has', async () => {
  const book = (kind: string, change: object) => ({ id: kind, kind, positions: [], workingOrders: 0, ...change });
  const account = {
    books: [book('strategy', { positions: [{}] }), book('external', { positions: [{}] }), book('manual', {})],
  } as unknown as NonNullable<CockpitState['account']>;
  const { store, commands } = setUp(
    () => AWAY,
    () => ({ ok: true, value: { success: true, receipt: receipt('MNQ') } }),
    { account },
  );
  await commands.flatten('account');
  expect(store.get().band?.phase).toBe('unverified');
  expect(store.get().band?.steps.at(-1)?.text).toMatch(/^external not reached/);
});

describe('a command that wants the password again', () => {
  const again = {
    ok: false,
    status: 401,
    code: 'reauthenticate',
    message: 'the password is needed again for this',
  } as const;

  it('asks for it by itself, and is done as it was wanted when it was typed', async () => {
    let isTyped = false;
    const { store, commands, calls, wanted } = setUp(
      () => (isTyped ? { ok: true, value: { success: true, state: 'RUN' } } : again),
      () => AWAY,
    );
    await commands.start('MNQ');
    await commands.setSpeed(10);
    await commands.nextTrade();
    expect([calls.length, wanted.length, store.get().toasts]).toEqual([3, 3, []]);
    expect(store.get().seek).toBeUndefined();
    isTyped = true;
    wanted[0]?.();
    await vi.waitFor(() => expect(store.get().toasts.map(({ text }) => text)).toEqual(['MNQ takes entries again']));
    expect(calls.at(-1)).toBe('/api/strategies/MNQ/start');
  });

  it('is only refused where it is refused for something else', async () => {
    const { store, commands, wanted } = setUp(
      () => ({ ...again, status: 403, code: 'forbidden', message: 'this needs the role trader' }),
      () => AWAY,
    );
    await commands.start('account');
    expect(wanted).toEqual([]);
    expect(store.get().toasts.map(({ text }) => text)).toEqual(['Refused: this needs the role trader']);
  });
});
