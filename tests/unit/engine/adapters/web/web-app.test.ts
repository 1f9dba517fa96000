import { expect, test } from 'vitest';
import { ProofCheck } from '../../../../../engine/adapters/proof/proof-check.ts';
import { HolderCheck } from '../../../../../engine/adapters/web/holder-check.ts';
import { HttpFault } from '../../../../../engine/adapters/web/http-fault.ts';
import { OriginGuard } from '../../../../../engine/adapters/web/origin-guard.ts';
import { RefusedOrigins } from '../../../../../engine/adapters/web/refused-origins.ts';
import { createWebApp } from '../../../../../engine/adapters/web/web-app.ts';
import { ManualClock } from '../../../../../engine/ports/clock.ts';
import { silentLogger } from '../../../../../engine/ports/logger.ts';

test('who is refused again and again waits for each refusal, and others for nothing', async () => {
  const clock = new ManualClock(0);
  const app = createWebApp({
    clock,
    guard: new OriginGuard({ ports: [80] }),
    refusedOrigins: new RefusedOrigins(silentLogger),
    holders: new HolderCheck(new ProofCheck(clock), () => []),
    logger: silentLogger,
    audit: { note: () => undefined },
  });
  app.get('/there', async () => 'yes');
  app.get('/nonce', () => {
    throw new HttpFault('use_dpop_nonce', 'the proof needs the nonce that comes with this answer');
  });
  app.get('/broken', () => {
    throw new HttpFault('desk_away', 'the desk does not answer');
  });
  let told = 0;
  const ask = async (path: string, remoteAddress: string): Promise<number> => {
    const { statusCode } = await app.inject({ url: path, remoteAddress, headers: { host: 'localhost' } });
    told += 1;
    return statusCode;
  };
  for (let n = 0; n < 100; n += 1) expect(await ask('/nowhere', '10.0.0.1')).toBe(404);
  const late = ask('/nowhere', '10.0.0.1');
  expect(await ask('/there', '10.0.0.1')).toBe(200);
  expect(await ask('/nowhere', '10.0.0.2')).toBe(404);
  // A flatten that lacks only its nonce, or that has to try another door, does not wait.
  expect(await ask('/nonce', '10.0.0.1')).toBe(401);
  expect(await ask('/broken', '10.0.0.1')).toBe(503);
  expect(told).toBe(104);
  clock.advance(2_000);
  expect(await late).toBe(404);
  await app.close();
});
