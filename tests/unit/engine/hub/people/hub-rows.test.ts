import { expect, test } from 'vitest';
import { z } from 'zod';
import { HubRows } from '../../../../../engine/hub/people/hub-rows.ts';
import { silentLogger } from '../../../../../engine/ports/logger.ts';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('what the desk could not write is written once it can, as it stands then', async () => {
  const file = new Map<string, string>();
  let away = false;
  let writes = 0;
  const desk = {
    up: true,
    isStarting: false,
    tellGrants: () => undefined,
    command: () => Promise.reject(new Error('none')),
    write: (table: string, key: string, json: string | undefined) => {
      writes += 1;
      if (away) return Promise.reject(new Error('the desk is away'));
      if (json === undefined) file.delete(`${table}/${key}`);
      else file.set(`${table}/${key}`, json);
      return Promise.resolve();
    },
  };
  const rows = new HubRows('devices', z.object({ name: z.string() }), desk, silentLogger);
  await rows.put('phone', { name: 'a' });
  await rows.put('tablet', { name: 'b' });

  away = true;
  rows.removeSoon('phone');
  rows.putSoon('tablet', { name: 'c' });
  await settled();
  expect(rows.get('phone')).toBeUndefined();
  expect(file.has('devices/phone')).toBe(true);
  rows.again();
  await settled();
  expect(file.has('devices/phone')).toBe(true);
  rows.putSoon('tablet', { name: 'd' });
  await settled();

  away = false;
  rows.again();
  await settled();
  expect([...file]).toEqual([['devices/tablet', '{"name":"d"}']]);
  const before = writes;
  rows.again();
  expect(writes).toBe(before);
});

test('a change is made of the row as it stands then: what was removed stays removed, what others changed stays', async () => {
  const desk = {
    up: true,
    isStarting: false,
    tellGrants: () => undefined,
    command: () => Promise.reject(new Error('none')),
    write: () => settled(),
  };
  let changes = 0;
  const row = z.object({ name: z.string(), role: z.string() });
  const rows = new HubRows('users', row, desk, silentLogger, () => (changes += 1));
  await rows.put('ann', { name: 'Ann', role: 'trader' });
  const both = [
    rows.update('ann', (present) => ({ ...present, role: 'viewer' })),
    rows.update('ann', (present) => ({ ...present, name: 'Anna' })),
  ];
  expect(rows.get('ann')).toEqual({ name: 'Anna', role: 'viewer' });
  expect(await Promise.all(both)).toEqual([
    { name: 'Ann', role: 'viewer' },
    { name: 'Anna', role: 'viewer' },
  ]);
  const removing = rows.remove('ann');
  expect(await rows.update('ann', (present) => ({ ...present, role: 'owner' }))).toBeUndefined();
  await removing;
  expect([rows.size, changes]).toEqual([0, 4]);
});
