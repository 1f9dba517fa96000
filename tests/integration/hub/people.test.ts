import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { totpAt } from '../../../engine/adapters/web/totp.ts';
import { HUB_SENDS } from '../../../engine/wire/index.ts';
import { type HubRig, startHub } from '../../support/wire/hub-rig.ts';
import { StrictClient } from '../../support/wire/strict-client.ts';
import { OWNER_TOKEN, call } from '../../support/wire/symbol-rig.ts';

interface Login {
  readonly sessionID: string;
  readonly userId: string;
  readonly role: string;
  readonly token: string;
  readonly refreshToken: string;
  readonly expiresIn: number;
}

describe('people and devices', () => {
  let rig: HubRig;
  const clients: StrictClient[] = [];
  const post = <T = Record<string, unknown>>(path: string, body?: unknown, token?: string) =>
    call<T>(rig.url, path, { method: 'POST', token, ...(body === undefined ? {} : { body }) });
  const connect = async (auth: Record<string, unknown>): Promise<StrictClient> => {
    const client = new StrictClient(rig.url, HUB_SENDS, { auth });
    clients.push(client);
    await client.connected();
    return client;
  };
  const gone = (client: StrictClient): Promise<string> =>
    new Promise((resolve) => client.socket.once('disconnect', resolve));

  beforeAll(async () => {
    rig = await startHub();
    for (const [userName, role] of [
      ['Ann', 'trader'],
      ['Vera', 'viewer'],
    ]) {
      const added = await post('/api/users', { userName, role, password: 'correct horse 7' }, OWNER_TOKEN);
      expect(added.status).toBe(200);
    }
  });
  afterAll(async () => {
    for (const each of clients) each.close();
    await rig.close();
    expect(clients.flatMap((each) => each.faults)).toEqual([]);
  });

  it('keeps no password and no token in the file, only hashes', async () => {
    const { body } = await post<Login>('/api/auth/login', { userName: 'ann', password: 'correct horse 7' });
    const file = [...rig.rows.values()].join('\n');
    for (const secret of ['correct horse 7', body.sessionID, body.refreshToken, body.token])
      expect(file).not.toContain(secret);
    expect(file).toContain('scrypt$');
  });

  it('logs in and lets the socket in by session (001) and by token (002, 004)', async () => {
    const { status, body } = await post<Login>('/api/auth/login', { userName: 'Ann', password: 'correct horse 7' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ userName: 'Ann', role: 'trader', expiresIn: 900 });
    const bySession = await connect({ sessionID: body.sessionID, userId: body.userId, userName: 'Ann' });
    await bySession.wait('connected', (hello) => hello['userId'] === body.userId && hello['role'] === 'trader');
    await connect({ token: body.token });
    const header = new StrictClient(rig.url, HUB_SENDS, { extraHeaders: { authorization: `Bearer ${body.token}` } });
    clients.push(header);
    await header.connected();
    const wrong = new StrictClient(rig.url, HUB_SENDS, {
      auth: { sessionID: body.sessionID, userId: 'somebody else' },
    });
    await expect(wrong.connected()).rejects.toThrow(/^Authentication required/);
    wrong.close();
    const out = await post('/api/auth/logout', undefined, body.token);
    expect(out.status).toBe(200);
    await expect.poll(() => bySession.socket.connected).toBe(false);
    expect((await call(rig.url, '/api/auth/me', { token: body.token })).status).toBe(401);
  });

  it('rotates refresh tokens, and ends the session when one is shown twice', async () => {
    const { body: first } = await post<Login>('/api/auth/login', { userName: 'Ann', password: 'correct horse 7' });
    const { body: second } = await post<Login>('/api/auth/refresh', { refreshToken: first.refreshToken });
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect((await call(rig.url, '/api/auth/me', { token: second.token })).status).toBe(200);
    const stolen = await post('/api/auth/refresh', { refreshToken: first.refreshToken });
    expect(stolen.status).toBe(401);
    expect((await post('/api/auth/refresh', { refreshToken: second.refreshToken })).status).toBe(401);
    expect((await call(rig.url, '/api/auth/me', { token: second.token })).status).toBe(401);
  });

  it('gives each role its rights and no more', async () => {
    const { body: vera } = await post<Login>('/api/auth/login', { userName: 'Vera', password: 'correct horse 7' });
    expect((await call(rig.url, '/api/account', { token: vera.token })).status).toBe(200);
    for (const path of [
      '/api/stop',
      '/api/flatten',
      '/api/start',
      '/api/sim/speed',
      '/api/users',
      '/api/auth/link',
      '/api/devices/pairing',
    ]) {
      expect([path, (await post(path, {}, vera.token)).status]).toEqual([path, 403]);
    }
    const { body: ann } = await post<Login>('/api/auth/login', { userName: 'Ann', password: 'correct horse 7' });
    expect((await post('/api/start', undefined, ann.token)).status).toBe(200);
    expect((await call(rig.url, '/api/users', { token: ann.token })).status).toBe(403);
    expect(rig.commands.at(-1)?.origin.user).toBe('Ann');
  });

  it('wants TOTP where a user has it, each code once', async () => {
    await post('/api/users', { userName: 'Tom', role: 'viewer', password: 'correct horse 8' }, OWNER_TOKEN);
    const { body: tom } = await post<Login>('/api/auth/login', { userName: 'Tom', password: 'correct horse 8' });
    const begun = await post<{ secret: string; qr: string }>(
      '/api/auth/totp',
      { password: 'correct horse 8' },
      tom.token,
    );
    expect(begun.body.qr).toContain('<svg');
    const step = Math.floor(Date.now() / 30_000);
    expect((await post('/api/auth/totp/confirm', { code: '000000' }, tom.token)).status).toBe(400);
    const confirmed = await post('/api/auth/totp/confirm', { code: totpAt(begun.body.secret, step) }, tom.token);
    expect(confirmed.status).toBe(200);
    expect((await post('/api/auth/login', { userName: 'Tom', password: 'correct horse 8' })).status).toBe(401);
    const used = await post('/api/auth/login', {
      userName: 'Tom',
      password: 'correct horse 8',
      totp: totpAt(begun.body.secret, step),
    });
    expect(used.status).toBe(401);
    const next = await post('/api/auth/login', {
      userName: 'Tom',
      password: 'correct horse 8',
      totp: totpAt(begun.body.secret, step + 1),
    });
    expect(next.status).toBe(200);
    expect([...rig.rows.values()].join('')).not.toContain(begun.body.secret);
  });

  it('pairs a device by a code, once; revoking it drops its sockets within a second', async () => {
    const pairing = await post<{ code: string; url: string; qr: string }>(
      '/api/devices/pairing',
      { name: 'phone', role: 'flatten', days: 7 },
      OWNER_TOKEN,
    );
    expect(pairing.body.qr).toContain('<svg');
    expect(new URL(pairing.body.url).search).toBe('');
    const paired = await post<{ token: string; deviceId: string; role: string }>('/api/pair', {
      code: pairing.body.code.toLowerCase(),
    });
    expect(paired.body.role).toBe('flatten');
    expect((await post('/api/pair', { code: pairing.body.code })).status).toBe(401);
    const confirmed = await post(`/api/devices/${paired.body.deviceId}/confirm`, {}, OWNER_TOKEN);
    expect(confirmed.status).toBe(200);
    const phone = await connect({ token: paired.body.token });
    await phone.wait('connected', (hello) => hello['role'] === 'flatten');
    expect((await post('/api/flatten', {}, paired.body.token)).status).toBe(200);
    expect(rig.commands.at(-1)?.origin).toMatchObject({ by: 'person', user: 'phone', device: 'phone@127.0.0.1' });
    expect((await post('/api/start', {}, paired.body.token)).status).toBe(403);
    const list = await call<{ id: string; sockets: number }[]>(rig.url, '/api/devices', { token: paired.body.token });
    expect(list.body.map((entry) => [entry.id, entry.sockets])).toEqual([[paired.body.deviceId, 1]]);
    const closed = gone(phone);
    const from = performance.now();
    const revoked = await call(rig.url, `/api/devices/${paired.body.deviceId}`, {
      method: 'DELETE',
      token: OWNER_TOKEN,
    });
    expect(revoked.status).toBe(200);
    await closed;
    console.error(`its socket was out ${(performance.now() - from).toFixed(0)} ms after the call began`);
    expect((await post('/api/flatten', {}, paired.body.token)).status).toBe(401);
    const back = new StrictClient(rig.url, HUB_SENDS, { auth: { token: paired.body.token } });
    await expect(back.connected()).rejects.toThrow(/^Authentication required/);
    back.close();
  });

  it('tells of new devices and keeps notifications with what was read', async () => {
    const watcher = await connect({ token: OWNER_TOKEN });
    watcher.socket.emit('subscribe:notifications');
    await watcher.wait('subscription:confirmed');
    const pairing = await post<{ code: string }>(
      '/api/devices/pairing',
      { name: 'tablet', role: 'viewer' },
      OWNER_TOKEN,
    );
    await post('/api/pair', { code: pairing.body.code });
    const notice = await watcher.wait<{ id: string; type: string }>(
      'notification',
      (each) => each.type === 'NEW_DEVICE',
    );
    const before = await call<{ id: string; read: boolean }[]>(rig.url, '/api/notifications', { token: OWNER_TOKEN });
    expect(before.body.find((each) => each.id === notice.id)?.read).toBe(false);
    await post(`/api/notifications/${notice.id}/read`, undefined, OWNER_TOKEN);
    const after = await call<{ id: string; read: boolean }[]>(rig.url, '/api/notifications', { token: OWNER_TOKEN });
    expect(after.body.find((each) => each.id === notice.id)?.read).toBe(true);
    const unread = await call<{ id: string }[]>(rig.url, '/api/notifications?unread=true', { token: OWNER_TOKEN });
    expect(unread.body.map((each) => each.id)).not.toContain(notice.id);
  });

  it('keeps a watchlist by user, and refuses names that it does not know', async () => {
    const put = (symbols: string[]) =>
      call(rig.url, '/api/watchlist', { method: 'PUT', token: OWNER_TOKEN, body: { symbols } });
    expect((await put(['MNQ', 'AAPL'])).body).toEqual({ symbols: ['MNQ', 'AAPL'] });
    expect((await put(['NOPE'])).status).toBe(400);
    expect((await call(rig.url, '/api/watchlist', { token: OWNER_TOKEN })).body).toEqual({ symbols: ['MNQ', 'AAPL'] });
  });

  it('audits who did what, from where, with what result', async () => {
    const { body } = await call<{ rows: { actor: string; what: string; result: string }[] }>(
      rig.url,
      '/api/audit?limit=500',
      { token: OWNER_TOKEN },
    );
    expect(body.rows).toContainEqual(
      expect.objectContaining({ actor: 'phone', what: 'flatten', scope: 'account', result: 'ok' }),
    );
    expect(body.rows).toContainEqual(
      expect.objectContaining({ actor: '', what: 'log-in', scope: 'Tom', result: 'unauthorized' }),
    );
    expect(body.rows.map((each) => each.what)).toEqual(
      expect.arrayContaining(['add-user', 'start-pairing', 'pair', 'revoke-device', 'totp-on', 'log-out']),
    );
  });

  it('slows down and locks after failures, alike for names that do not exist', async () => {
    for (const userName of ['Vera', 'Nobody']) {
      const answers: number[] = [];
      for (let n = 0; n < 6; n += 1)
        answers.push((await post('/api/auth/login', { userName, password: 'wrong password' })).status);
      expect([userName, answers.filter((status) => status === 429).length > 0]).toEqual([userName, true]);
      // At once: the lock is of half a minute, which a busy machine may need for some wrong ones.
      const right = await post('/api/auth/login', { userName, password: 'correct horse 7' });
      expect([userName, right.status]).toEqual([userName, 429]);
    }
    expect((await post('/api/stop', undefined, OWNER_TOKEN)).status).toBe(200);
  });
});
