import { describe, expect, it } from 'vitest';
import { enter, type PageDoor } from '../../../../renderer/connection/session.ts';

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

  it('waits for the owner after pairing, over a reload too, and goes in when it is confirmed', async () => {
    let state = 'waiting';
    const answers: Script['answers'] = (path, init) => {
      if (path.endsWith('/api/auth/me')) return { status: 200, body: { ...owner, device: 'phone' } };
      const body =
        init?.method === 'POST' ? { token: 'pwd_1', deviceId: 'd', name: 'phone', role: 'owner' } : { state };
      return { status: 200, body: { ...body, expires: '', name: 'phone', role: 'owner' } };
    };
    const paired = door({ hash: '#pair=ABCD2345&sha256=AABB', answers });
    const waiting = { device: 'phone', fingerprint: 'AABB' };
    expect(await enter(paired.page)).toEqual({ ok: false, reason: '', waiting });
    expect(paired.store.has('pitwall.token')).toBe(false);
    const again = { ...paired.page, hash: () => '' };
    expect(await enter(again)).toEqual({ ok: false, reason: '', waiting });
    state = 'confirmed';
    expect(await enter(again)).toMatchObject({ ok: true, admission: { token: 'pwd_1', device: 'phone' } });
    expect([...paired.store.keys()]).toEqual(['pitwall.token']);
  });

  it('says that a device was not confirmed', async () => {
    const { page, store } = door({
      answers: () => ({ status: 401, body: { error: { code: 'unauthorized', message: 'not confirmed in time' } } }),
    });
    store.set('pitwall.pairing', JSON.stringify({ token: 'pwd_1', device: 'phone', fingerprint: '' }));
    expect(await enter(page)).toEqual({ ok: false, reason: 'not confirmed in time' });
    expect(store.size).toBe(0);
  });
});
