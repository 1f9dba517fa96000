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
