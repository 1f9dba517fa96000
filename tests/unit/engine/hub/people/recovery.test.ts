import { expect, test } from 'vitest';
import { HubRows } from '../../../../../engine/hub/people/hub-rows.ts';
import { Recovery, recoveryRow } from '../../../../../engine/hub/people/recovery.ts';
import { ManualClock } from '../../../../../engine/ports/clock.ts';
import { silentLogger } from '../../../../../engine/ports/logger.ts';

function made(write: (json: string | undefined) => Promise<void>): Recovery {
  const desk = {
    up: true,
    isStarting: false,
    tellGrants: () => undefined,
    command: () => Promise.reject(new Error('none')),
    write: (_table: string, _key: string, json: string | undefined) => write(json),
  };
  return new Recovery(new HubRows('recovery', recoveryRow, desk, silentLogger), new ManualClock(5));
}

test('a code is good once, for its user alone, however it is typed; its hash alone is kept', async () => {
  const kept: (string | undefined)[] = [];
  const recovery = made((json) => Promise.resolve(void kept.push(json)));
  expect(recovery.of('ann')).toBeUndefined();
  const codes = await recovery.make('ann');
  expect(recovery.of('ann')).toEqual({ madeMs: 5, left: 10, made: 10 });
  const [first = '', second = ''] = codes;
  expect(kept.join('')).not.toContain(first);
  expect(await recovery.take('bob', first)).toBe(false);
  expect(await recovery.take('ann', ` ${first.toLowerCase().replaceAll('-', ' ')}`)).toBe(true);
  expect(await recovery.take('ann', first)).toBe(false);
  expect(await Promise.all([recovery.take('ann', second), recovery.take('ann', second)])).toEqual([true, false]);
  expect(recovery.of('ann')?.left).toBe(8);
  await recovery.make('ann');
  expect(await recovery.take('ann', codes[2] ?? '')).toBe(false);
  await recovery.drop('ann');
  expect(kept.at(-1)).toBeUndefined();
});

test('a code whose use could not be kept lets nobody in, and is used up', async () => {
  let isAway = false;
  const recovery = made(() => (isAway ? Promise.reject(new Error('the desk is away')) : Promise.resolve()));
  const [code = ''] = await recovery.make('ann');
  isAway = true;
  await expect(recovery.take('ann', code)).rejects.toThrow('the desk is away');
  isAway = false;
  expect(await recovery.take('ann', code)).toBe(false);
});
