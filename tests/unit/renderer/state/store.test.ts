import { expect, it } from 'vitest';
import { createStore } from '../../../../renderer/state/store.ts';

it('folds everything that came in since the last frame into one change', () => {
  const frames: (() => void)[] = [];
  const store = createStore({ soon: (callback) => void frames.push(callback), wallMs: () => 1_000, nowMs: () => 5 });
  let drawn = 0;
  store.subscribe(() => (drawn += 1));
  for (const text of ['a', 'b', 'c']) store.send({ type: 'toast', tone: 'info', text });
  expect([frames.length, drawn, store.get().toasts.length]).toEqual([1, 0, 0]);
  frames[0]?.();
  expect([drawn, store.get().toasts.length]).toEqual([1, 3]);
});

it('draws nothing when nothing changed', () => {
  const store = createStore({ soon: (callback) => callback(), wallMs: () => 1_000, nowMs: () => 5 });
  let drawn = 0;
  store.subscribe(() => (drawn += 1));
  store.send({ type: 'time-passed' });
  expect(drawn).toBe(0);
});
