import { describe, expect, it } from 'vitest';
import { enter, logIn, logOut, recall, type PageDoor } from '../../../../renderer/connection/session.ts';

interface Script {
  readonly hash?: string;
  readonly kept?: string;
  readonly answers: (path: string, init: RequestInit | undefined) => { status: number; body: unknown };
}

function door({ hash = '', kept, answers }: Script): {
  page: PageDoor;
  store: Map<string, string>;
  calls: string[];
  hashes: string[];
} {
  const store = new Map(kept === undefined ? [] : [['pitwall.token', kept]]);
  const calls: string[] = [];
  const hashes: string[] = [];
  const page: PageDoor = {
    hash: () => hash,
    clearHash: () => void hashes.push('cleared'),
    path: () => '/',
    goHome: () => undefined,
    storage: {
      getItem: (key) => store.get(key) ?? null,
      setItem: (key, value) => void store.set(key, value),
      removeItem: (key) => void store.delete(key),
    },
    fetch: (path, init) => {
      calls.push(path);
      const { status, body } = answers(path, init);
      return Promise.resolve(new Response(JSON.stringify(body), { status }));
    },
  };
  return { page, store, calls, hashes };
}

const owner = { userId: 'owner', userName: 'owner', role: 'owner', device: 'cockpit' };

describe('enter', () => {
  it('redeems the code of the address, takes it out of the address, and keeps the token of this tab', async () => {
    const { page, store, hashes } = door({
      hash: '#open=abc',
      answers: () => ({ status: 200, body: { token: 't-1', expires: '', ...owner } }),
    });
    expect(await enter(page)).toMatchObject({ ok: true, admission: { token: 't-1', role: 'owner' } });
    expect([store.get('pitwall.token'), hashes]).toEqual(['t-1', ['cleared']]);
  });

  it('goes on with the token of this tab after a reload', async () => {
    const { page, calls } = door({ kept: 't-1', answers: () => ({ status: 200, body: owner }) });
    expect(await enter(page)).toMatchObject({ ok: true, admission: { token: 't-1' } });
    expect(calls).toEqual(['/api/auth/me']);
  });

  it('only looks when nothing but a cookie speaks for it', async () => {
    const { page } = door({ answers: () => ({ status: 200, body: owner }) });
    expect(await enter(page)).toMatchObject({ ok: true, admission: { token: undefined, role: 'viewer' } });
  });

  it('forgets a token that is no longer good', async () => {
    const { page, store } = door({ kept: 'old', answers: () => ({ status: 401, body: {} }) });
    expect((await enter(page)).ok).toBe(false);
    expect(store.size).toBe(0);
  });

  it('falls back to the kept token when a code was used before', async () => {
    const { page } = door({
      hash: '#open=used',
      kept: 't-1',
      answers: (path) => (path.endsWith('redeem') ? { status: 401, body: {} } : { status: 200, body: owner }),
    });
    expect(await enter(page)).toMatchObject({ ok: true, admission: { token: 't-1' } });
  });
});

const refreshed = { userId: 'u', userName: 'Ann', role: 'trader', token: 't-2', refreshToken: 'r-2', expiresIn: 900 };

describe('recall', () => {
  it('renews a token that ran out with the refresh token of this tab', async () => {
    const { page, store } = door({
      kept: 'old',
      answers: (path) => (path.endsWith('refresh') ? { status: 200, body: refreshed } : { status: 401, body: {} }),
    });
    store.set('pitwall.refresh', 'r-1');
    expect(await recall(page)).toMatchObject({ ok: true, admission: { token: 't-2', role: 'trader' } });
    expect([store.get('pitwall.token'), store.get('pitwall.refresh')]).toEqual(['t-2', 'r-2']);
  });

  it.each([429, 500, 503])('keeps what the tab has while the hub has no time for it (%d)', async (status) => {
    const { page, store } = door({
      kept: 'old',
      answers: (path) => (path.endsWith('refresh') ? { status, body: {} } : { status: 401, body: {} }),
    });
    store.set('pitwall.refresh', 'r-1');
    await expect(recall(page)).rejects.toThrow();
    expect(store.get('pitwall.refresh')).toBe('r-1');
  });

  it('forgets a refresh token that the hub does not take', async () => {
    const { page, store } = door({ kept: 'old', answers: () => ({ status: 401, body: {} }) });
    store.set('pitwall.refresh', 'r-1');
    expect((await recall(page)).ok).toBe(false);
    expect(store.size).toBe(0);
  });
});

describe('log-in and log-out', () => {
  it('keeps both tokens of a log-in, and none after the log-out', async () => {
    const { page, store, calls } = door({ answers: () => ({ status: 200, body: { sessionID: 's', ...refreshed } }) });
    expect(await logIn(page, { userName: 'Ann', password: 'p' })).toMatchObject({ ok: true });
    expect([...store.keys()]).toEqual(['pitwall.token', 'pitwall.refresh']);
    await logOut(page, 't-2');
    expect(store.size).toBe(0);
    expect(calls).toEqual(['/api/auth/login', '/api/auth/logout']);
  });

  it('tells how long a lock lasts', async () => {
    const error = { code: 'rate_limited', message: 'Rate limit: wait', details: { retryAfterS: 28 } };
    const { page } = door({ answers: () => ({ status: 429, body: { error } }) });
    expect(await logIn(page, { userName: 'Ann', password: 'p' })).toEqual({
      ok: false,
      reason: 'Too many failed log-ins.',
      waitS: 28,
    });
  });
});
