import { describe, expect, it } from 'vitest';
import { FixedWindow } from '../../../../../engine/adapters/web/fixed-window.ts';
import { ManualClock } from '../../../../../engine/ports/clock.ts';

describe('FixedWindow', () => {
  it('counts by key and window, and says how long to wait', () => {
    const clock = new ManualClock();
    const window = new FixedWindow(clock, 2, 1_000);
    expect([window.take('a'), window.take('a'), window.take('b')]).toEqual([0, 0, 0]);
    clock.advance(400);
    expect(window.take('a')).toBe(600);
    clock.advance(600);
    expect(window.take('a')).toBe(0);
    window.take('a');
    expect(window.take('a')).toBeGreaterThan(0);
    window.reset('a');
    expect(window.take('a')).toBe(0);
  });
});
