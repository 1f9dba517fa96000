import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { childEnvironment, entryOf } from '../../../../engine/host/fork-spawner.ts';

test('entries are found beside the host, from source and from the bundle alike', () => {
  const base = 'file:///app/dist/engine/host/main.js';
  expect(entryOf('desk', base)).toBe('/app/dist/engine/desk/main.js');
  expect(entryOf('backtest/preplay', base)).toBe('/app/dist/engine/backtest/preplay-main.js');
  for (const room of ['desk', 'venue', 'hub', 'symbol', 'backtest/preplay'] as const) {
    expect(existsSync(entryOf(room)), room).toBe(true);
  }
});

test('secrets and options of this process are not handed down', () => {
  const env = { PATH: '/bin', JWT_SECRET: 'x', REDIS_URL: 'y', NODE_OPTIONS: '--inspect' };
  expect(childEnvironment(env)).toEqual({ PATH: '/bin' });
});
