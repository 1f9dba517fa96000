import { randomBytes, scryptSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { hashPassword, NOBODYS_HASH, verifyPassword } from '../../../../../engine/adapters/web/password.ts';

const PASSWORD = 'correct horse battery';

/** As an earlier version made it. */
function hashOfCost(N: number, p = 1): string {
  const salt = randomBytes(16);
  const key = scryptSync(PASSWORD, salt, 32, { N, r: 8, p, maxmem: 256 * 1024 * 1024 });
  return ['scrypt', N, 8, p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

test('a password is kept as scrypt of 128 MiB, with a salt of its own, and known again', async () => {
  const [one, other] = [await hashPassword(PASSWORD), await hashPassword(PASSWORD)];
  expect(one).toMatch(/^scrypt\$131072\$8\$1\$/);
  expect(one).not.toBe(other);
  expect(await verifyPassword(PASSWORD, one)).toEqual({ isRight: true, renewed: undefined });
  expect(await verifyPassword(`${PASSWORD}!`, one)).toEqual({ isRight: false, renewed: undefined });
  expect(await verifyPassword(PASSWORD, NOBODYS_HASH)).toEqual({ isRight: false, renewed: undefined });
  expect(NOBODYS_HASH.length).toBe(one.length);
});

test('a hash of a lower cost is renewed by the right password alone', async () => {
  const { isRight, renewed } = await verifyPassword(PASSWORD, hashOfCost(2 ** 15));
  expect([isRight, renewed]).toEqual([true, expect.stringMatching(/^scrypt\$131072\$8\$1\$/)]);
  expect(await verifyPassword(PASSWORD, renewed ?? '')).toEqual({ isRight: true, renewed: undefined });
  expect(await verifyPassword('wrong', hashOfCost(2 ** 15))).toEqual({ isRight: false, renewed: undefined });
});

test('what cannot be read, or wants more memory than there is for it, is never right', async () => {
  for (const stored of ['', 'bcrypt$1', 'scrypt$x$8$1$AAAA$AAAA', NOBODYS_HASH.replace('131072', '1048576')]) {
    expect(await verifyPassword(PASSWORD, stored)).toEqual({ isRight: false, renewed: undefined });
  }
});
