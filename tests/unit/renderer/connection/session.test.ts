import { randomUUID } from 'node:crypto';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { enter, logIn, logOut, recall, refresh, type PageDoor } from '../../../../renderer/connection/session.ts';
import { makeKey } from '../../../../renderer/proof/page-key.ts';
import { createProver } from '../../../../renderer/proof/prover.ts';

interface Script {
  readonly hash?: string;
  /** What the tab and the browser have kept. */
  readonly kept?: string;
  readonly reading?: string;
  readonly answers: (path: string, headers: Readonly<Record<string, string>>) => { status: number; body: unknown };
}

function keep(held: Map<string, string>): PageDoor['tab'] {
  return {
    getItem: (key) => held.get(key) ?? null,
    setItem: (key, value) => void held.set(key, value),
    removeItem: (key) => void held.delete(key),
  };
}

function door({ hash = '', kept, reading, answers }: Script): {
  page: PageDoor;
  tab: Map<string, string>;
  browser: Map<string, string>;
  calls: string[];
  hashes: string[];
} {
  const tab = new Map(kept === undefined ? [] : [['pitwall.token', kept]]);
  const browser = new Map(reading === undefined ? [] : [['pitwall.reading', reading]]);
  const calls: string[] = [];
  const hashes: string[] = [];
  const page: PageDoor = {
    hash: () => hash,
    clearHash: () => void hashes.push('cleared'),
    path: () => '/',
    goHome: () => undefined,
    tab: keep(tab),
    browser: keep(browser),
    origin: 'http://hub',
    prover: createProver(makeKey(), randomUUID),
    fetch: (url, init) => {
      const { pathname } = new URL(url);
      calls.push(pathname);
      const { status, body } = answers(pathname, init.headers as Record<string, string>);
      return Promise.resolve(new Response(JSON.stringify(body), { status }));
    },
  };
  return { page, tab, browser, calls, hashes };
}

const owner = { userId: 'owner', userName: 'owner', role: 'owner', device: 'cockpit' };

describe('enter', () => {
  it('redeems the code of the address with a proof, takes it out of the address, and keeps the token of this tab', async () => {
    const shown: Readonly<Record<string, string>>[] = [];
    const { page, tab, browser, hashes } = door({
      hash: '#open=abc',
      answers: (_path, headers) => {
        shown.push(headers);
        return { status: 200, body: { token: 't-1', readingToken: 'r-1', expires: '', ...owner } };
      },
    });
    expect(await enter(page)).toMatchObject({ ok: true, admission: { token: 't-1', role: 'owner' } });
    expect([[...tab], [...browser], hashes]).toEqual([
      [['pitwall.token', 't-1']],
      [['pitwall.reading', 'r-1']],
      ['cleared'],
    ]);
    expect(shown).toHaveLength(1);
    expect(shown[0]?.['authorization']).toBeUndefined();
    expect(decodeJwt(shown[0]?.['dpop'] ?? '')).toMatchObject({ htm: 'POST', htu: 'http://hub/api/auth/redeem' });
  });

  it('goes on with the token of this tab after a reload', async () => {
    const { page, calls } = door({ kept: 't-1', answers: () => ({ status: 200, body: owner }) });
    expect(await enter(page)).toMatchObject({ ok: true, admission: { token: 't-1' } });
    expect(calls).toEqual(['/api/auth/me']);
  });

  it('only looks with what another tab got', async () => {
    const { page, tab } = door({ reading: 'r-1', answers: () => ({ status: 200, body: owner }) });
    expect(await enter(page)).toMatchObject({ ok: true, admission: { token: 'r-1', role: 'viewer' } });
    expect(tab.size).toBe(0);
  });

  it('is not let in, and asks nobody, when it has nothing', async () => {
    const { page, calls } = door({ answers: () => ({ status: 200, body: owner }) });
    expect(await enter(page)).toMatchObject({ ok: false, reason: expect.stringContaining('no key') as string });
    expect(calls).toEqual([]);
  });

  it('forgets a token that is no longer good, and keeps it from a server that has no time', async () => {
    const gone = door({ kept: 'old', reading: 'old', answers: () => ({ status: 401, body: {} }) });
    expect((await enter(gone.page)).ok).toBe(false);
    expect([gone.tab.size, gone.browser.size]).toEqual([0, 0]);
    const busy = door({ kept: 't-1', reading: 'r-1', answers: () => ({ status: 429, body: {} }) });
    await expect(enter(busy.page)).rejects.toThrow(); // the page tries again
    expect([busy.tab.size, busy.browser.size]).toEqual([1, 1]);
  });

  it('falls back to the kept token when a code was used before', async () => {
    const { page } = door({
      hash: '#open=used',
      kept: 't-1',
      answers: (path) => (path.endsWith('redeem') ? { status: 401, body: {} } : { status: 200, body: owner }),
    });
    expect(await enter(page)).toMatchObject({ ok: true, admission: { token: 't-1' } });
  });

  it('waits for the owner after pairing, over a reload too, and goes in when it is confirmed', async () => {
    let state = 'waiting';
    const answers: Script['answers'] = (path, headers) => {
      if (path.endsWith('/api/auth/me')) return { status: 200, body: { ...owner, device: 'phone' } };
      const body =
        headers['authorization'] === undefined
          ? { token: 'pwd_1', deviceId: 'd', name: 'phone', role: 'owner' }
          : { state };
      return { status: 200, body: { ...body, expires: '', name: 'phone', role: 'owner' } };
    };
    const paired = door({ hash: '#pair=ABCD2345&sha256=AABB', answers });
    const waiting = { device: 'phone', fingerprint: 'AABB' };
    expect(await enter(paired.page)).toEqual({ ok: false, reason: '', waiting });
    expect(paired.tab.has('pitwall.token')).toBe(false);
    const again = { ...paired.page, hash: () => '' };
    expect(await enter(again)).toEqual({ ok: false, reason: '', waiting });
    state = 'confirmed';
    expect(await enter(again)).toMatchObject({ ok: true, admission: { token: 'pwd_1', device: 'phone' } });
    expect([...paired.tab.keys()]).toEqual(['pitwall.token']);
  });

  it('says that a device was not confirmed', async () => {
    const { page, tab } = door({
      answers: () => ({ status: 401, body: { error: { code: 'unauthorized', message: 'not confirmed in time' } } }),
    });
    tab.set('pitwall.pairing', JSON.stringify({ token: 'pwd_1', device: 'phone', fingerprint: '' }));
    expect(await enter(page)).toEqual({ ok: false, reason: 'not confirmed in time' });
    expect(tab.size).toBe(0);
  });
});

describe('refresh', () => {
  it('keeps it when the hub is not reached', async () => {
    const { page, tab } = door({ answers: () => ({ status: 200, body: {} }) });
    tab.set('pitwall.refresh', 'r-1');
    await expect(refresh({ ...page, fetch: () => Promise.reject(new Error('away')) })).rejects.toThrow();
    expect(tab.get('pitwall.refresh')).toBe('r-1');
  });
});

const refreshed = { userId: 'u', userName: 'Ann', role: 'trader', token: 't-2', refreshToken: 'r-2', expiresIn: 900 };

describe('recall', () => {
  it('renews a token that ran out with the refresh token of this tab', async () => {
    const { page, tab } = door({
      kept: 'old',
      answers: (path) => (path.endsWith('refresh') ? { status: 200, body: refreshed } : { status: 401, body: {} }),
    });
    tab.set('pitwall.refresh', 'r-1');
    expect(await recall(page)).toMatchObject({ ok: true, admission: { token: 't-2', role: 'trader' } });
    expect([tab.get('pitwall.token'), tab.get('pitwall.refresh')]).toEqual(['t-2', 'r-2']);
  });

  it.each([429, 500, 503])('keeps what the tab has while the hub has no time for it (%d)', async (status) => {
    const { page, tab } = door({
      kept: 'old',
      answers: (path) => (path.endsWith('refresh') ? { status, body: {} } : { status: 401, body: {} }),
    });
    tab.set('pitwall.refresh', 'r-1');
    await expect(recall(page)).rejects.toThrow();
    expect(tab.get('pitwall.refresh')).toBe('r-1');
  });

  it('forgets a refresh token that the hub does not take', async () => {
    const { page, tab } = door({ kept: 'old', answers: () => ({ status: 401, body: {} }) });
    tab.set('pitwall.refresh', 'r-1');
    expect((await recall(page)).ok).toBe(false);
    expect(tab.size).toBe(0);
  });
});

describe('log-in and log-out', () => {
  it('keeps both tokens of a log-in, and none after the log-out', async () => {
    const { page, tab, calls } = door({ answers: () => ({ status: 200, body: { sessionID: 's', ...refreshed } }) });
    expect(await logIn(page, { userName: 'Ann', password: 'p' })).toMatchObject({ ok: true });
    expect([...tab.keys()]).toEqual(['pitwall.token', 'pitwall.refresh']);
    await logOut(page, 't-2');
    expect(tab.size).toBe(0);
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
