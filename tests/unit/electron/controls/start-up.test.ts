import { expect, test } from 'vitest';
import { startUp } from '../../../../electron/controls/start-up.ts';

test('steps run in their order, one after the other', async () => {
  const order: string[] = [];
  const step = (name: string) => ({
    name,
    run: async () => {
      order.push(`${name} begins`);
      await Promise.resolve();
      order.push(`${name} ends`);
    },
  });
  expect(await startUp([step('a'), step('b')])).toBe(true);
  expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
});

test('a step can end the start quietly', async () => {
  let reached = false;
  const steps = [
    { name: 'lock', run: () => 'stop' as const },
    { name: 'never', run: () => void (reached = true) },
  ];
  expect(await startUp(steps)).toBe(false);
  expect(reached).toBe(false);
});

test('a fault names its step and keeps its cause', async () => {
  const cause = new Error('port 3000 is taken');
  const fault = startUp([{ name: 'Engines', run: () => Promise.reject(cause) }]);
  await expect(fault).rejects.toMatchObject({ message: 'Engines: port 3000 is taken', cause });
});
