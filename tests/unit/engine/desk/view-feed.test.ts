import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../../engine/ports/clock.ts';
import { ViewFeed } from '../../../../engine/desk/view-feed.ts';

function feed() {
  const clock = new ManualClock(1_000);
  const pushed: number[] = [];
  return { clock, pushed, views: new ViewFeed(clock, () => pushed.push(clock.now())) };
}

describe('ViewFeed', () => {
  it('sends at most four pictures a second, and never leaves the last change out', () => {
    const { clock, pushed, views } = feed();
    for (let i = 0; i < 100; i += 1) {
      views.touch();
      clock.advance(10);
    }
    clock.advance(1_000);
    expect(pushed.length).toBeGreaterThanOrEqual(4);
    expect(pushed.length).toBeLessThanOrEqual(6);
  });

  it('lets news wait no longer than 50 ms', () => {
    const { clock, pushed, views } = feed();
    views.touch();
    clock.advance(1);
    views.touch();
    views.touch(true);
    clock.advance(60);
    expect(pushed.length).toBe(2);
    expect((pushed[1] ?? 0) - (pushed[0] ?? 0)).toBeLessThanOrEqual(60);
  });

  it('settles what is due at once, and says nothing twice', () => {
    const { clock, pushed, views } = feed();
    views.settle();
    expect(pushed).toEqual([]);
    views.touch();
    clock.advance(0);
    views.touch(true);
    views.settle();
    expect(pushed).toEqual([1_000, 1_000]);
    clock.advance(1_000);
    expect(pushed.length).toBe(2);
  });

  it('is silent after its end', () => {
    const { clock, pushed, views } = feed();
    views.touch();
    views.stop();
    views.touch(true);
    clock.advance(1_000);
    expect(pushed).toEqual([]);
  });
});
