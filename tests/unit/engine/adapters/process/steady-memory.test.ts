import { expect, test } from 'vitest';
import { keepMemorySteady } from '../../../../../engine/adapters/process/steady-memory.ts';

test('garbage is gone soon, without anybody asking for it', async () => {
  const stop = keepMemorySteady(20);
  const registry: { collected: boolean } = { collected: false };
  const watch = new FinalizationRegistry(() => (registry.collected = true));
  watch.register({ some: 'garbage' }, undefined);
  const limit = Date.now() + 5_000;
  while (!registry.collected && Date.now() < limit) await new Promise((resolve) => setTimeout(resolve, 20));
  stop();
  expect(registry.collected).toBe(true);
});
