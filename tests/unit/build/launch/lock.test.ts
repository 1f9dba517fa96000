import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isAlive, withSetupLock } from '../../../../build/launch/lock.mjs';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'pitwall-lock-'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

test('two set-ups run one after the other, and the second says that it waits', async () => {
  const order: string[] = [];
  const work = (name: string) => async (): Promise<void> => {
    order.push(`${name} begins`);
    await delay(50);
    order.push(`${name} ends`);
  };
  let waits = 0;
  const onWait = (): void => {
    waits += 1;
  };
  await Promise.all([withSetupLock(work('a'), onWait, root), withSetupLock(work('b'), onWait, root)]);
  expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  expect(waits).toBe(1);
});

test('a lock left by a dead process is taken over; a failed set-up leaves none', async () => {
  mkdirSync(join(root, '.cache'));
  writeFileSync(join(root, '.cache/setup.lock'), String(2 ** 22 + 1));
  expect(
    await withSetupLock(
      () => Promise.resolve('done'),
      () => undefined,
      root,
    ),
  ).toBe('done');
  await expect(
    withSetupLock(
      () => Promise.reject(new Error('no')),
      () => undefined,
      root,
    ),
  ).rejects.toThrow('no');
  expect(existsSync(join(root, '.cache/setup.lock'))).toBe(false);
});

test('a process is alive or not', () => {
  expect(isAlive(process.pid)).toBe(true);
  expect(isAlive(2 ** 22 + 1)).toBe(false);
});
