import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { totpAt } from '../../../engine/adapters/web/totp.ts';
import type {
  AuditPage,
  LoginReply,
  PasskeyCreation,
  PasskeyEntry,
  PasskeyRequest,
} from '../../../engine/wire/index.ts';
import { Authenticator, type Signing } from '../../support/wire/authenticator.ts';
import { type HubRig, startHub } from '../../support/wire/hub-rig.ts';
import { pairDevice } from '../../support/wire/pair-device.ts';
import { PageClient } from '../../support/wire/page-client.ts';
import { OWNER_TOKEN, call, wallClock } from '../../support/wire/symbol-rig.ts';
import { movable } from '../../support/wire/credentials.ts';

const PASSWORD = 'correct horse 7';
const MINUTE_MS = 60_000;

interface Refusal {
  readonly error?: { readonly code: string; readonly message: string };
}

describe('passkeys', () => {
  const { ahead, clock } = movable(wallClock);
  const rows = new Map<string, string>();
  let rig: HubRig;
  /** The hub under the name that passkeys of this machine belong to. */
  const named = (): string => rig.url.replace('127.0.0.1', 'localhost');
  const here = (more: Partial<Signing> = {}): Signing => ({ origin: named(), ...more });
  const ask = <T>(method: string, path: string, body?: unknown, token?: string) =>
    call<T & Refusal>(named(), path, { method, token, ...(body === undefined ? {} : { body }) });
  const post = <T>(path: string, body?: unknown, token?: string) => ask<T>('POST', path, body, token);
  const owner = (method: string, path: string, body?: unknown) => ask(method, path, body, OWNER_TOKEN);
  const logIn = async (userName: string): Promise<LoginReply> =>
    (await post<LoginReply>('/api/auth/login', { userName, password: PASSWORD })).body;
  const begin = (token: string, more: object = {}) =>
    post<PasskeyCreation>('/api/auth/passkeys/begin', { password: PASSWORD, ...more }, token);
  const asked = async (): Promise<PasskeyRequest> =>
    (await ask<PasskeyRequest>('GET', '/api/auth/passkeys/request')).body;
  const enter = (answer: unknown) => post<LoginReply>('/api/auth/passkeys/login', answer);
  const listed = async (token: string): Promise<readonly PasskeyEntry[]> =>
    (await ask<readonly PasskeyEntry[]>('GET', '/api/auth/passkeys', undefined, token)).body;

  /** A user who has a passkey. */
  async function keyed(userName: string, role = 'trader') {
    await owner('POST', '/api/users', { userName, role, password: PASSWORD });
    const login = await logIn(userName);
    const authenticator = new Authenticator();
    const made = authenticator.make((await begin(login.token)).body, here());
    const added = await post<PasskeyEntry>('/api/auth/passkeys', { name: 'laptop', made }, login.token);
    expect([added.status, added.body.error]).toEqual([200, undefined]);
    return { ...login, authenticator, made, entry: added.body };
  }

  beforeAll(async () => {
    rig = await startHub({ clock }, {}, rows);
  });
  afterAll(() => rig.close());

  it('lets its user in without name, password and code, with a session like any other', async () => {
    const { authenticator, entry, token, userId } = await keyed('Ada');
    expect(entry).toMatchObject({ name: 'laptop', host: 'localhost', lastUsed: null, isSynced: false });
    const { status, body } = await enter(authenticator.answer(await asked(), here()));
    expect(status).toBe(200);
    expect(body).toMatchObject({ userId, userName: 'Ada', role: 'trader', expiresIn: 900 });
    expect((await ask('GET', '/api/auth/me', undefined, body.token)).body).toMatchObject({
      userName: 'Ada',
      kind: 'user',
    });
    expect((await post('/api/start', {}, body.token)).status).toBe(200);
    expect((await post('/api/auth/refresh', { refreshToken: body.refreshToken })).status).toBe(200);
    expect((await listed(token))[0]?.lastUsed).toMatch(/^\d{4}-/);
    // The hub keeps nothing secret of it, and no name of a session.
    expect([...rows.keys()].filter((key) => key.startsWith('passkeys/'))).toEqual([`passkeys/${entry.id}`]);
  });

  it('wants no code of who has an authenticator app, and wants one for making a passkey', async () => {
    await owner('POST', '/api/users', { userName: 'Tom', role: 'viewer', password: PASSWORD });
    const { token } = await logIn('Tom');
    const { secret } = (await post<{ secret: string }>('/api/auth/totp', { password: PASSWORD }, token)).body;
    const step = Math.floor(clock.now() / 30_000);
    await post('/api/auth/totp/confirm', { code: totpAt(secret, step) }, token);
    expect((await begin(token)).status).toBe(401);
    const begun = await begin(token, { totp: totpAt(secret, step + 1) });
    const authenticator = new Authenticator();
    const made = authenticator.make(begun.body, here());
    expect((await post('/api/auth/passkeys', { name: 'key', made }, token)).status).toBe(200);
    expect((await enter(authenticator.answer(await asked(), here()))).status).toBe(200);
    expect((await post('/api/auth/login', { userName: 'Tom', password: PASSWORD })).status).toBe(401);
  });

  it('stands for the password that is wanted again, of its user alone', async () => {
    const { authenticator, token } = await keyed('Ulf');
    const { authenticator: others } = await keyed('Uta');
    ahead.ms += 61 * MINUTE_MS;
    const fresh = (await enter(authenticator.answer(await asked(), here()))).body.token;
    expect((await post('/api/start', {}, fresh)).status).toBe(200);
    ahead.ms += 10 * MINUTE_MS;
    const entry = (await listed(fresh))[0];
    const rename = () => ask('PUT', `/api/auth/passkeys/${entry?.id ?? ''}`, { name: 'ring' }, fresh);
    expect((await rename()).body.error?.code).toBe('reauthenticate');
    const again = async (by: Authenticator, as = fresh) =>
      post<{ until: string }>('/api/auth/passkeys/reauthenticate', by.answer(await asked(), here()), as);
    const foreign = await again(others);
    expect([foreign.status, foreign.body.error?.message]).toEqual([403, expect.stringContaining('another user')]);
    expect((await rename()).body.error?.code).toBe('reauthenticate');
    const { status, body } = await again(authenticator);
    expect(status).toBe(200);
    expect(Date.parse(body.until)).toBeLessThanOrEqual(clock.now() + 60 * MINUTE_MS);
    expect(Date.parse(body.until)).toBeGreaterThan(clock.now() + 59 * MINUTE_MS);
    expect((await rename()).status).toBe(200);
    // A session that is over is not opened again by it.
    expect((await again(authenticator, token)).status).toBe(401);
  });

  it('of an owner stands for the password at a device, and that of nobody else', async () => {
    const { authenticator: owners } = await keyed('Una', 'owner');
    const { authenticator: traders } = await keyed('Udo');
    const device = await pairDevice(rig.url, { name: 'phone', role: 'owner', days: 1 }, OWNER_TOKEN);
    const links = () => post('/api/auth/link', {}, device.token);
    expect((await links()).body.error?.code).toBe('reauthenticate');
    const again = async (by: Authenticator) =>
      post('/api/auth/passkeys/reauthenticate', by.answer(await asked(), here()), device.token);
    expect((await again(traders)).status).toBe(403);
    expect((await links()).body.error?.code).toBe('reauthenticate');
    expect((await again(owners)).status).toBe(200);
    expect((await links()).status).toBe(200);
  });

  it('binds the session of a page to its key, as a log-in by password does', async () => {
    const { authenticator } = await keyed('Pia');
    const page = new PageClient(named());
    const answer = authenticator.answer(await asked(), here());
    const { status, body } = await page.call<LoginReply>('/api/auth/passkeys/login', { method: 'POST', body: answer });
    expect(status).toBe(200);
    page.token = body.token;
    expect((await page.call('/api/auth/me')).body).toMatchObject({ userName: 'Pia' });
    expect((await ask('GET', '/api/auth/me', undefined, body.token)).status).toBe(401);
    // What opens doors for others rests on it for ten minutes, like on a password.
    expect((await ask('GET', '/api/auth/me', undefined, body.refreshToken)).status).toBe(401);
  });

  it('takes no answer twice, late, made up, or given to another question', async () => {
    const { authenticator, token } = await keyed('Rex');
    const answer = authenticator.answer(await asked(), here());
    const both = await Promise.all([enter(answer), enter(answer)]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401]);
    const again = await enter(answer);
    expect([again.status, again.body.error?.message]).toEqual([401, expect.stringContaining('twice')]);

    const late = authenticator.answer(await asked(), here());
    ahead.ms += 2 * MINUTE_MS + 1;
    expect((await enter(late)).body.error?.message).toContain('too late');

    const own = { ...(await asked()), challenge: Buffer.alloc(54, 7).toString('base64url') };
    expect((await enter(authenticator.answer(own, here()))).status).toBe(401);
    const forMaking = { ...(await asked()), challenge: (await begin(token)).body.challenge };
    expect((await enter(authenticator.answer(forMaking, here()))).status).toBe(401);
    // A question for a log-in is none for making one either.
    const creation = { ...(await begin(token)).body, challenge: (await asked()).challenge };
    const made = new Authenticator().make(creation, here());
    expect((await post('/api/auth/passkeys', { name: 'x', made }, token)).status).toBe(400);
  });

  it('takes nothing that was signed for another page, another host, another purpose, or by nobody known', async () => {
    const { authenticator } = await keyed('Mia');
    const tried = async (more: Partial<Signing>): Promise<number> =>
      (await enter(authenticator.answer(await asked(), here(more)))).status;
    expect(await tried({ origin: 'https://evil.example' })).toBe(401);
    expect(await tried({ origin: rig.url })).toBe(401);
    expect(await tried({ origin: 'http://localhost:1' })).toBe(401);
    expect(await tried({ host: 'evil.example' })).toBe(401);
    expect(await tried({ type: 'webauthn.create' })).toBe(401);
    expect(await tried({ isUnverified: true })).toBe(401);
    const right = authenticator.answer(await asked(), here());
    const forged = new Authenticator().answer(await asked(), here());
    const { userHandle } = right.response;
    const signed = { ...forged, response: { ...forged.response, userHandle } };
    expect((await enter({ ...signed, id: right.id, rawId: right.id })).body.error?.message).toContain('signature');
    expect((await enter(signed)).body.error?.message).toContain('not known here');
    const { authenticator: others } = await keyed('Moe');
    const handle = others.answer(await asked(), here()).response.userHandle;
    expect((await enter({ ...right, response: { ...right.response, userHandle: handle } })).status).toBe(401);
    const { userHandle: _handle, ...nobody } = right.response;
    expect((await enter({ ...right, response: nobody })).status).toBe(401);
    for (const broken of [{}, { ...right, id: '' }, { ...right, response: { ...right.response, signature: '%' } }])
      expect((await enter(broken)).status).toBe(400);
    for (const part of ['clientDataJSON', 'authenticatorData', 'signature'] as const)
      expect((await enter({ ...right, response: { ...right.response, [part]: 'AAAA' } })).status).toBe(401);
    expect(await tried({})).toBe(200);
  });

  it('refuses one whose counter went back, and takes one that does not count', async () => {
    const { authenticator } = await keyed('Cleo');
    expect((await enter(authenticator.answer(await asked(), here()))).status).toBe(200);
    authenticator.counter = 0;
    const copy = await enter(authenticator.answer(await asked(), here()));
    expect([copy.status, copy.body.error?.message]).toEqual([401, expect.stringContaining('counter went back')]);
    const uncounted = await keyed('Cora');
    uncounted.authenticator.counter = undefined;
    for (let n = 0; n < 2; n += 1)
      expect((await enter(uncounted.authenticator.answer(await asked(), here()))).status).toBe(200);
  });

  it('makes one for who began it alone: user, session, page, once', async () => {
    const { token, made, authenticator } = await keyed('Nora');
    const other = (await logIn('Nora')).token;
    const begun = (await begin(token)).body;
    expect(begun.excludeCredentials).toEqual([{ type: 'public-key', id: authenticator.credentialId }]);
    const add = (by: string, from: Signing) =>
      post('/api/auth/passkeys', { name: 'x', made: new Authenticator().make(begun, from) }, by);
    expect((await add(other, here())).status).toBe(400);
    expect((await add(token, here({ origin: 'https://evil.example' }))).status).toBe(400);
    expect((await add(token, here({ isUnverified: true }))).status).toBe(400);
    expect((await add(token, here({ host: 'evil.example' }))).status).toBe(400);
    expect((await add(token, here())).status).toBe(200);
    expect((await add(token, here())).status).toBe(400);
    expect((await post('/api/auth/passkeys', { name: 'again', made }, token)).status).toBe(400);
    // The same credential once more, rightly asked for: of this user, and of another.
    const twice = authenticator.make((await begin(token)).body, here());
    expect((await post('/api/auth/passkeys', { name: 'x', made: twice }, token)).status).toBe(409);
    expect((await begin(token, { password: 'not right at all' })).status).toBe(401);
    expect((await begin(OWNER_TOKEN)).status).toBe(409);
  });

  it('shows, names and removes one’s own alone, with a password of the last minutes', async () => {
    const { token, entry, authenticator } = await keyed('Ole');
    const { token: others } = await keyed('Ulf');
    const path = `/api/auth/passkeys/${entry.id}`;
    expect((await listed(others)).map(({ id }) => id)).not.toContain(entry.id);
    expect(await listed(OWNER_TOKEN)).toBeNull();
    expect((await ask('PUT', path, { name: 'mine' }, others)).status).toBe(404);
    expect((await ask('DELETE', path, undefined, others)).status).toBe(404);
    expect((await ask<PasskeyEntry>('PUT', path, { name: 'key ring' }, token)).body.name).toBe('key ring');
    ahead.ms += 11 * MINUTE_MS;
    expect((await ask('PUT', path, { name: 'x' }, token)).body.error?.code).toBe('reauthenticate');
    expect((await ask('DELETE', path, undefined, token)).body.error?.code).toBe('reauthenticate');
    // A log-in by the passkey itself is as good as a password.
    const { token: fresh } = (await enter(authenticator.answer(await asked(), here()))).body;
    expect((await ask('DELETE', path, undefined, fresh)).status).toBe(200);
    expect(await listed(fresh)).toEqual([]);
    const { status, body } = await enter(authenticator.answer(await asked(), here()));
    expect([status, body.error?.message]).toEqual([401, expect.stringContaining('removed')]);
    const { rows: noted } = (await owner('GET', '/api/audit?limit=500')).body as unknown as AuditPage;
    for (const [what, scope] of [
      ['add-passkey', 'laptop'],
      ['rename-passkey', 'key ring'],
      ['remove-passkey', 'key ring'],
      ['passkey-log-in', 'key ring'],
    ])
      expect(noted).toContainEqual(expect.objectContaining({ what, scope, actor: 'Ole', result: 'ok' }));
    expect(noted).toContainEqual(expect.objectContaining({ what: 'passkey-log-in', result: 'unauthorized' }));
  });

  it('goes with its user, and with all that proves a user beside the password', async () => {
    const gone = await keyed('Gus');
    await owner('DELETE', '/api/users/Gus');
    expect((await enter(gone.authenticator.answer(await asked(), here()))).status).toBe(401);
    const lost = await keyed('Lea');
    await owner('DELETE', '/api/users/Lea/factors');
    expect((await enter(lost.authenticator.answer(await asked(), here()))).status).toBe(401);
    expect(await listed((await logIn('Lea')).token)).toEqual([]);
    for (const { userId } of [gone, lost]) expect([...rows.values()].join('\n')).not.toMatch(`"${userId}","name"`);
  });

  it('is there after a restart of the hub, and a question of before is not', async () => {
    const { authenticator } = await keyed('Rut');
    const before = authenticator.answer(await asked(), here());
    await rig.close();
    rig = await startHub({ clock }, {}, rows);
    expect((await enter(before)).status).toBe(401);
    expect((await enter(authenticator.answer(await asked(), here()))).status).toBe(200);
  });

  it('says what to do where a page stands at an address', async () => {
    const { token } = await keyed('Ida');
    for (const answer of [
      await call<Refusal>(rig.url, '/api/auth/passkeys/request'),
      await call<Refusal>(rig.url, '/api/auth/passkeys/begin', { method: 'POST', token, body: { password: PASSWORD } }),
    ])
      expect([answer.status, answer.body.error?.message]).toEqual([409, expect.stringContaining(`${named()}/login`)]);
  });

  it('is not locked by failed passwords of its user, nor by questions in masses', async () => {
    const { authenticator } = await keyed('Zoe');
    const mine = authenticator.answer(await asked(), here());
    for (let n = 0; n < 6; n += 1) await post('/api/auth/login', { userName: 'Zoe', password: 'not right at all' });
    expect((await post('/api/auth/login', { userName: 'Zoe', password: PASSWORD })).status).toBe(429);
    for (let n = 0; n < 30; n += 1) await Promise.all(Array.from({ length: 20 }, asked));
    expect((await enter(mine)).status).toBe(200);
  });
});
