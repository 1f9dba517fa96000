import { describe, expect, it } from 'vitest';
import { enter, type PageDoor, refresh } from '../../../../renderer/connection/session.ts';

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

describe('refresh', () => {
  it.each([
    [401, false],
    [429, true],
    [503, true],
  ])('after an answer of %i the refresh token is kept: %s', async (status, isKept) => {
    const { page, store } = door({ answers: () => ({ status, body: {} }) });
    store.set('pitwall.refresh', 'r-1');
    expect(await refresh(page)).toBeUndefined();
    expect(store.has('pitwall.refresh')).toBe(isKept);
  });

  it('keeps it when the hub is not reached', async () => {
    const { page, store } = door({ answers: () => ({ status: 200, body: {} }) });
    store.set('pitwall.refresh', 'r-1');
    await expect(refresh({ ...page, fetch: () => Promise.reject(new Error('away')) })).rejects.toThrow();
    expect(store.get('pitwall.refresh')).toBe('r-1');
  });
});
