import { type JWTPayload, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { OWNER as OWNER_CREDENTIAL, type Credential } from '../../../../../engine/adapters/web/credential.ts';
import { TokenCheck, secretFault } from '../../../../../engine/adapters/web/token-check.ts';
import { ManualClock } from '../../../../../engine/ports/clock.ts';

const OWNER = 'o'.repeat(43);
const who = { userId: 'u1', sessionId: 's1', lifeMs: 60_000 } as const;

describe('TokenCheck', () => {
  it('knows the owner by the token of the file', async () => {
    const check = new TokenCheck({ ownerToken: OWNER, clock: new ManualClock(1_800_000_000_000) });
    expect(await check.check(OWNER)).toEqual({ kind: 'owner' });
    expect(await check.check(`${OWNER}x`)).toBeUndefined();
    expect(await check.check('')).toBeUndefined();
  });

  it('signs tokens that every server with the same owner token accepts, until they end', async () => {
    const clock = new ManualClock(1_800_000_000_000);
    const hub = new TokenCheck({ ownerToken: OWNER, clock });
    const symbol = new TokenCheck({ ownerToken: OWNER, clock });
    const { token, expiresMs } = await hub.sign(who);
    expect(expiresMs).toBe(clock.now() + 60_000);
    expect(await symbol.check(token)).toEqual({
      kind: 'grant',
      id: 's1',
      userId: 'u1',
      mayAct: true,
      isShared: false,
      issuedMs: clock.now(),
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
    expect(await check.check(token)).toMatchObject({ userId: 'u1', isShared: true });
    expect(await new TokenCheck({ ownerToken: OWNER, clock }).check(token)).toBeUndefined();
    const key = new TextEncoder().encode(jwtSecret);
    const seconds = clock.now() / 1_000;
    const signed = (claims: JWTPayload, alg = 'HS256', iat: number | undefined = seconds): Promise<string> => {
      const jwt = new SignJWT(claims).setProtectedHeader({ alg }).setIssuer('pitwall').setSubject('u');
      return (iat === undefined ? jwt : jwt.setIssuedAt(iat)).sign(key);
    };
    const exp = seconds + 15 * 60;
    expect(await check.check(await signed({ sid: 'x', exp }))).toMatchObject({ id: 'x', isShared: true });
    expect(await check.check(await signed({ sid: 'x', exp: exp + 1 }))).toBeUndefined();
    expect(await check.check(await signed({ sid: 'x', exp: exp + 3_600 }, 'HS256', seconds + 3_600))).toBeUndefined();
    expect(await check.check(await signed({ sid: 'x' }))).toBeUndefined();
    expect(await check.check(await signed({ exp }))).toBeUndefined();
    expect(await check.check(await signed({ sid: 'relay', peer: '127.0.0.1', exp }))).toBeUndefined();
    expect(await check.check(await signed({ sid: 'x', exp }, 'HS512'))).toBeUndefined();
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1]}.`;
    expect(await check.check(none)).toBeUndefined();
  });

  it('signs for the hub in the name of who came to it', async () => {
    const clock = new ManualClock(1_800_000_000_000);
    const check = new TokenCheck({ ownerToken: OWNER, clock });
    const relayed = async (credential: Credential) =>
      check.check(await check.signRelay(credential, '10.0.0.5', 60_000));
    const common = { kind: 'relay', peer: '10.0.0.5', issuedMs: clock.now() };
    expect(await relayed(OWNER_CREDENTIAL)).toEqual({ ...common, of: undefined });
    expect(await relayed({ ...OWNER_CREDENTIAL, sessionId: 's1' })).toEqual({ ...common, of: 's1' });
  });

  it('refuses default and short secrets', () => {
    expect(secretFault('forex-jwt-secret-super-secure-2025')).toMatch(/default/);
    expect(secretFault('your-secret-key')).toMatch(/default/);
    expect(secretFault('short')).toMatch(/too short/);
    expect(secretFault('x'.repeat(32))).toBeUndefined();
    expect(() => new TokenCheck({ ownerToken: 'short', clock: new ManualClock() })).toThrow(/too short/);
  });
});
