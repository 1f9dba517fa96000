import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { TokenCheck, secretFault } from '../../../../../engine/adapters/web/token-check.ts';
import { ManualClock } from '../../../../../engine/ports/clock.ts';

const OWNER = 'o'.repeat(43);
const who = {
  userId: 'u1',
  userName: 'Ann',
  role: 'trader',
  device: 'phone',
  sessionId: 's1',
  lifeMs: 60_000,
} as const;

describe('TokenCheck', () => {
  it('knows the owner by the token of the file', async () => {
    const check = new TokenCheck({ ownerToken: OWNER, clock: new ManualClock(1_800_000_000_000) });
    expect(await check.check(OWNER)).toMatchObject({ userId: 'owner', role: 'owner', mayAct: true });
    expect(await check.check(`${OWNER}x`)).toBeUndefined();
    expect(await check.check('')).toBeUndefined();
  });

  it('signs tokens that every server with the same owner token accepts, until they end', async () => {
    const clock = new ManualClock(1_800_000_000_000);
    const hub = new TokenCheck({ ownerToken: OWNER, clock });
    const symbol = new TokenCheck({ ownerToken: OWNER, clock });
    const { token, expiresMs } = await hub.sign(who);
    expect(await symbol.check(token)).toMatchObject({
      userId: 'u1',
      userName: 'Ann',
      role: 'trader',
      device: 'phone',
      sessionId: 's1',
      mayAct: true,
      expiresMs,
    });
    expect(await new TokenCheck({ ownerToken: 'p'.repeat(43), clock }).check(token)).toBeUndefined();
    clock.advance(61_000);
    expect(await symbol.check(token)).toBeUndefined();
  });

  it('marks what a cookie carries as good for reading only', async () => {
    const check = new TokenCheck({ ownerToken: OWNER, clock: new ManualClock(1_800_000_000_000) });
    const { token } = await check.sign({ ...who, mayAct: false });
    expect(await check.check(token)).toMatchObject({ mayAct: false });
  });

  it('takes a shared secret beside its own key, and no other algorithm or claims', async () => {
    const clock = new ManualClock(1_800_000_000_000);
    const jwtSecret = 'a shared secret of decent length 0123';
    const check = new TokenCheck({ ownerToken: OWNER, jwtSecret, clock });
    const { token } = await check.sign({ ...who, shared: true });
    expect(await check.check(token)).toMatchObject({ userId: 'u1' });
    expect(await new TokenCheck({ ownerToken: OWNER, clock }).check(token)).toBeUndefined();
    const key = new TextEncoder().encode(jwtSecret);
    const claims = { role: 'owner', sid: 'x' };
    const bare = await new SignJWT({ ...claims, role: 'god' })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer('pitwall')
      .setSubject('u')
      .setExpirationTime(9_999_999_999)
      .sign(key);
    expect(await check.check(bare)).toBeUndefined();
    const longer = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS512' })
      .setIssuer('pitwall')
      .setSubject('u')
      .setExpirationTime(9_999_999_999)
      .sign(key);
    expect(await check.check(longer)).toBeUndefined();
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1]}.`;
    expect(await check.check(none)).toBeUndefined();
  });

  it('refuses default and short secrets', () => {
    expect(secretFault('forex-jwt-secret-super-secure-2025')).toMatch(/default/);
    expect(secretFault('your-secret-key')).toMatch(/default/);
    expect(secretFault('short')).toMatch(/too short/);
    expect(secretFault('x'.repeat(32))).toBeUndefined();
    expect(() => new TokenCheck({ ownerToken: 'short', clock: new ManualClock() })).toThrow(/too short/);
  });
});
