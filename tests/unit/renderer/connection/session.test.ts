import { randomUUID } from 'node:crypto';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import {
  enter,
  logIn,
  logInByPasskey,
  logOut,
  recall,
  refresh,
  type PageDoor,
} from '../../../../renderer/connection/session.ts';
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
      [
        ['pitwall.token', 't-1'],
        ['pitwall.reading', 'r-1'],
      ],
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
    const gone = door({ kept: 'old', answers: () => ({ status: 401, body: {} }) });
    expect((await enter(gone.page)).ok).toBe(false);
    expect(gone.tab.has('pitwall.token')).toBe(false);
    const looking = door({ reading: 'old', answers: () => ({ status: 401, body: {} }) });
    expect((await enter(looking.page)).ok).toBe(false);
    expect(looking.browser.size).toBe(0);
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
    expect([...tab.keys()]).toEqual(['pitwall.out']);
  });
});

describe('the end of a session', () => {
  const answers: Script['answers'] = (path, headers) => {
    const isReader = headers['authorization'] === 'DPoP r-1';
    if (path.endsWith('/api/auth/me') && !isReader) return { status: 401, body: {} };
    return { status: 200, body: path.endsWith('/login') ? { sessionID: 's', ...refreshed } : owner };
  };

  it('does not let a tab go on looking by what the tab of somebody else got, after a reload neither', async () => {
    const { page, tab, browser } = door({ kept: 't-2', reading: 'r-1', answers });
    expect(await recall(page)).toMatchObject({ ok: false, reason: expect.stringContaining('ended') as string });
    expect(await enter(page)).toMatchObject({ ok: false });
    expect([browser.get('pitwall.reading'), tab.has('pitwall.token')]).toEqual(['r-1', false]);
    // Another tab of this browser looks as before.
    expect(await enter(door({ reading: 'r-1', answers }).page)).toMatchObject({ ok: true });
  });

  it('leaves others what they got at a log-out, and takes what came with the session itself', async () => {
    const user = door({ reading: 'r-1', answers });
    await logIn(user.page, { userName: 'Ann', password: 'p' });
    await logOut(user.page, 't-2');
    expect(user.browser.get('pitwall.reading')).toBe('r-1');
    expect(await enter(user.page)).toMatchObject({ ok: false });
    // Somebody who comes in again is in.
    expect(await logIn(user.page, { userName: 'Ann', password: 'p' })).toMatchObject({ ok: true });
    expect([...user.tab.keys()]).toEqual(['pitwall.token', 'pitwall.refresh']);
    const opened = (readingToken: string) =>
      door({
        hash: '#open=abc',
        answers: () => ({ status: 200, body: { token: 't-1', readingToken, expires: '', ...owner } }),
      });
    const first = opened('r-1');
    await enter(first.page);
    await logOut(first.page, 't-1');
    expect(first.browser.size).toBe(0);
    const second = opened('r-1');
    await enter(second.page);
    second.browser.set('pitwall.reading', 'r-2');
    await logOut(second.page, 't-1');
    expect(second.browser.get('pitwall.reading')).toBe('r-2');
  });
});

describe('a log-in by passkey', () => {
  const request = { challenge: 'c', rpId: 'localhost', timeout: 120_000, userVerification: 'required' as const };
  const signed = { id: 'k', rawId: 'k', type: 'public-key' as const };
  const response = { clientDataJSON: 'a', authenticatorData: 'b', signature: 'c', userHandle: 'd' };

  it('asks the hub, then the browser, and keeps both tokens', async () => {
    const asked: unknown[] = [];
    const { page, tab, calls } = door({
      answers: (path) => ({ status: 200, body: path.endsWith('request') ? request : { sessionID: 's', ...refreshed } }),
    });
    const sign = (options: unknown) => {
      asked.push(options);
      return Promise.resolve({ ok: true as const, value: { ...signed, response } });
    };
    expect(await logInByPasskey(page, { sign })).toMatchObject({ ok: true, admission: { userName: 'Ann' } });
    expect(asked).toEqual([request]);
    expect(calls).toEqual(['/api/auth/passkeys/request', '/api/auth/passkeys/login']);
    expect([...tab.keys()]).toEqual(['pitwall.token', 'pitwall.refresh']);
  });

  it('says why not: its user, the hub', async () => {
    const { page } = door({
      answers: (path) =>
        path.endsWith('request')
          ? { status: 200, body: request }
          : {
              status: 401,
              body: { error: { code: 'unauthorized', message: 'Authentication required: it was removed' } },
            },
    });
    const nothing = { ok: false, status: -1, code: 'no_passkey', message: 'no passkey was chosen' } as const;
    expect(await logInByPasskey(page, { sign: () => Promise.resolve(nothing) })).toEqual({
      ok: false,
      reason: 'No passkey was chosen.',
      waitS: 0,
    });
    const sign = () => Promise.resolve({ ok: true as const, value: { ...signed, response } });
    expect(await logInByPasskey(page, { sign })).toEqual({ ok: false, reason: 'It was removed.', waitS: 0 });
  });
});

describe('log-in and log-out', () => {
  it('keeps both tokens of a log-in, and none after the log-out', async () => {
    const { page, tab, calls } = door({ answers: () => ({ status: 200, body: { sessionID: 's', ...refreshed } }) });
    expect(await logIn(page, { userName: 'Ann', password: 'p' })).toMatchObject({ ok: true });
    expect([...tab.keys()]).toEqual(['pitwall.token', 'pitwall.refresh']);
    await logOut(page, 't-2');
    expect([...tab.keys()]).toEqual(['pitwall.out']);
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
