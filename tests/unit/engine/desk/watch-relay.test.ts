import { expect, test } from 'vitest';
import type { WatchQuote } from '../../../../engine/domain/watch-quote.ts';
import { WatchRelay } from '../../../../engine/desk/watch-relay.ts';
import { ManualClock } from '../../../../engine/ports/clock.ts';

const QUOTE = { symbol: 'AAPL', lastTicks: 1 } as WatchQuote;

function rig(answer: () => Promise<readonly WatchQuote[]>) {
  const clock = new ManualClock();
  const state = { asked: [] as number[], told: 0, timeMs: 5_000 as number | undefined };
  const relay = new WatchRelay({
    clock,
    timeMs: () => state.timeMs,
    ask: (timeMs) => {
      state.asked.push(timeMs);
      return answer();
    },
    tell: () => (state.told += 1),
  });
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return { clock, relay, state, settle };
}

test('asks at once, then once a second of wall time, for the market time of that moment', async () => {
  const { clock, relay, state, settle } = rig(() => Promise.resolve([QUOTE]));
  relay.start();
  state.timeMs = 9_000;
  clock.advance(999);
  expect(state.asked).toEqual([5_000]);
  await settle();
  clock.advance(1);
  await settle();
  clock.advance(1_000);
  await settle();
  expect(state.asked).toEqual([5_000, 9_000, 9_000]);
  expect(state.told).toBe(3);
});

test('asks nothing while there is no market time, and nothing more when it is stopped', async () => {
  const { clock, relay, state, settle } = rig(() => Promise.resolve([QUOTE]));
  state.timeMs = undefined;
  relay.start();
  expect(state.asked).toEqual([]);
  state.timeMs = 1;
  clock.advance(1_000);
  relay.stop();
  clock.advance(5_000);
  await settle();
  expect(state.asked).toEqual([1]);
  expect(state.told).toBe(0);
});

test('a venue that is away costs nothing but the quotes', async () => {
  let away = true;
  const { clock, relay, state, settle } = rig(() =>
    away ? Promise.reject(new Error('gone')) : Promise.resolve([QUOTE]),
  );
  relay.start();
  await settle();
  expect(state.told).toBe(0);
  away = false;
  clock.advance(1_000);
  await settle();
  expect(state.told).toBe(1);
});
