import { randomBytes, scryptSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { userRow } from '../../../../../engine/adapters/web/user-row.ts';
import { HubRows } from '../../../../../engine/hub/people/hub-rows.ts';
import { LoginGuard } from '../../../../../engine/hub/people/login-guard.ts';
import { passkeyRow, Passkeys } from '../../../../../engine/hub/people/passkeys.ts';
import { People } from '../../../../../engine/hub/people/people.ts';
import { Recovery, recoveryRow } from '../../../../../engine/hub/people/recovery.ts';
import { SecretBox } from '../../../../../engine/hub/people/secret-box.ts';
import { ManualClock } from '../../../../../engine/ports/clock.ts';
import { silentLogger } from '../../../../../engine/ports/logger.ts';

const PASSWORD = 'correct horse battery';
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pitwall-people-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the hash that an earlier version made is renewed at the next log-in, and only by the right password', async () => {
  const salt = randomBytes(16);
  const key = scryptSync(PASSWORD, salt, 32, { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 });
  const old = ['scrypt', 2 ** 15, 8, 1, salt.toString('base64url'), key.toString('base64url')].join('$');
  const written: (string | undefined)[] = [];
  const desk = {
    up: true,
    isStarting: false,
    tellGrants: () => undefined,
    command: () => Promise.reject(new Error('none')),
    write: (_table: string, _key: string, json: string | undefined) => Promise.resolve(void written.push(json)),
  };
  const rows = new HubRows('users', userRow, desk, silentLogger);
  const clock = new ManualClock(0);
  const secrets = new SecretBox(join(folder, 'hub.secrets'));
  const recovery = new Recovery(new HubRows('recovery', recoveryRow, desk, silentLogger), clock);
  const passkeys = new Passkeys(new HubRows('passkeys', passkeyRow, desk, silentLogger), clock);
  const people = new People({ rows, secrets, recovery, passkeys, clock, guard: new LoginGuard(clock) });
  await rows.put(
    'ann',
    userRow.parse({ userId: 'user-1', userName: 'Ann', role: 'viewer', password: old, createdMs: 0 }),
  );
  await expect(people.logIn({ userName: 'ann', password: 'wrong' }, '127.0.0.1')).rejects.toThrow('not right');
  expect(rows.get('ann')?.password).toBe(old);
  const before = rows.get('ann')?.version;
  expect(await people.logIn({ userName: 'ann', password: PASSWORD }, '127.0.0.1')).toMatchObject({ userId: 'user-1' });
  const renewed = rows.get('ann');
  expect(renewed?.password).toMatch(/^scrypt\$131072\$8\$1\$/);
  expect(renewed?.version).toBe(before); // the same password: nobody is logged out
  expect(written.at(-1)).toContain('scrypt$131072');
  expect(await people.logIn({ userName: 'ann', password: PASSWORD }, '127.0.0.1')).toMatchObject({ userId: 'user-1' });
  expect(rows.get('ann')?.password).toBe(renewed?.password);
});
