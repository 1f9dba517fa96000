import { expect, it } from 'vitest';
import { marketTime } from '../../../../renderer/state/market-clock.ts';

it('runs on at the speed of the simulation between two pictures', () => {
  expect(marketTime({ marketMs: 1_000_000, toldAtMs: 50, speed: 60 }, 250)).toBe(1_012_000);
});

it('stands when the market stands, and never runs far ahead of the last picture', () => {
  expect(marketTime({ marketMs: 1_000_000, toldAtMs: 50, speed: 0 }, 9_999)).toBe(1_000_000);
  expect(marketTime({ marketMs: 1_000_000, toldAtMs: 50, speed: 1 }, 99_999)).toBe(1_001_000);
});
