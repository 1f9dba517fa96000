import { expect, test } from 'vitest';
import { TokenCheck } from '../../../../../engine/adapters/web/token-check.ts';
import { HubRows } from '../../../../../engine/hub/people/hub-rows.ts';
import { sessionRow, Sessions } from '../../../../../engine/hub/people/sessions.ts';
import { silentLogger } from '../../../../../engine/ports/logger.ts';

test('a device is new at every address it comes from for the first time, whatever it calls itself', async () => {
  const clock = { now: () => Date.UTC(2026, 10, 20), monotonicMs: () => 0, after: () => () => undefined };
  const desk = {
    up: true,
    isStarting: false,
    command: () => Promise.reject(new Error('none')),
    write: () => Promise.resolve(),
  };
  const tokens = new TokenCheck({ ownerToken: 'x'.repeat(40), jwtSecret: undefined, clock });
  const sessions = new Sessions(
    new HubRows('sessions', sessionRow, desk, silentLogger),
    tokens,
    clock,
    () => undefined,
  );
  const ann = { userId: 'user-1', userName: 'Ann', role: 'viewer' } as const;
  expect(sessions.isNewDevice('user-1', 'Firefox', '10.0.0.5')).toBe(true);
  await sessions.open(ann, 'Firefox', '10.0.0.5');
  expect(sessions.isNewDevice('user-1', 'Firefox', '10.0.0.5')).toBe(false);
  expect(sessions.isNewDevice('user-1', 'Firefox', '10.0.0.6')).toBe(true);
  expect(sessions.isNewDevice('user-1', 'Chrome', '10.0.0.5')).toBe(true);
  expect(sessions.isNewDevice('user-2', 'Firefox', '10.0.0.5')).toBe(true);
});
