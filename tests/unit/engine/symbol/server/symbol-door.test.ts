import type { FastifyRequest } from 'fastify';
import { expect, test } from 'vitest';
import { ProofCheck } from '../../../../../engine/adapters/proof/proof-check.ts';
import type { Credential } from '../../../../../engine/adapters/web/credential.ts';
import { HolderCheck } from '../../../../../engine/adapters/web/holder-check.ts';
import { TokenCheck } from '../../../../../engine/adapters/web/token-check.ts';
import { ManualClock } from '../../../../../engine/ports/clock.ts';
import { SymbolDoor } from '../../../../../engine/symbol/server/symbol-door.ts';
import type { Grant, Grants } from '../../../../../engine/wire/link/grants.ts';

const HERE = '127.0.0.1';

function made() {
  const clock = new ManualClock(1_800_000_000_000);
  const tokens = new TokenCheck({ ownerToken: 'o'.repeat(43), clock });
  const holders = new HolderCheck(new ProofCheck(clock), () => []);
  const door = new SymbolDoor({ tokens, holders, clock, isLive: () => false });
  const ofToken = async (token: string): Promise<Credential | undefined> => {
    const raw = { socket: { remoteAddress: HERE } };
    const held = await door.ofRequest({ headers: { authorization: `Bearer ${token}` }, raw } as FastifyRequest);
    return held?.ok === true ? held.credential : undefined;
  };
  const told = (...grants: readonly Grant[]): Grants => ({ madeMs: clock.now(), remoteCommands: false, grants });
  const grant: Grant = {
    id: 's1',
    kind: 'page',
    userId: 'owner',
    userName: 'owner',
    role: 'owner',
    device: 'cockpit',
    endsMs: clock.now() + 3_600_000,
  };
  const tokenOf = async () => (await tokens.sign({ userId: 'owner', sessionId: 's1', lifeMs: 3_600_000 })).token;
  /** What came of it so far. */
  const asked = (token: string) => {
    const found: { answer: unknown } = { answer: 'waits' };
    void ofToken(token).then((credential) => (found.answer = credential?.role ?? 'nobody'));
    return found;
  };
  return { clock, door, told, grant, tokenOf, asked, ofToken };
}

test('a token that is younger than what was told waits for the news of it, a second at most', async () => {
  const { clock, door, told, grant, tokenOf, asked } = made();
  door.take(told());
  const token = await tokenOf();
  const first = asked(token);
  // The news comes while it waits, whenever it began to.
  await expect
    .poll(() => {
      door.take(told(grant));
      return first.answer;
    })
    .toBe('owner');
  door.take(told());
  const second = asked(token);
  await expect
    .poll(() => {
      clock.advance(1_000);
      return second.answer;
    })
    .toBe('nobody');
});

test('an older one that is not in what was told is nobody at once', async () => {
  const { clock, door, told, grant, tokenOf, asked, ofToken } = made();
  door.take(told(grant));
  const token = await tokenOf();
  clock.advance(2_000);
  const before = await ofToken(token);
  if (before === undefined) throw new Error('expected somebody');
  door.take(told());
  const found = asked(token);
  await expect.poll(() => found.answer).toBe('nobody');
  expect(door.again(before, HERE)).toBeUndefined();
});

test('what was told last holds without further news, each grant until its own end', async () => {
  const { clock, door, told, grant, tokenOf, ofToken } = made();
  door.take(told(grant));
  const token = await tokenOf();
  clock.advance(3_599_000);
  expect(await ofToken(token)).toMatchObject({ role: 'owner' });
  clock.advance(1_000);
  expect(await ofToken(token)).toBeUndefined();
});
