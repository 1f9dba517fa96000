import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../../engine/ports/clock.ts';
import { Pacer } from '../../../../engine/desk/pacer.ts';

async function settled(): Promise<void> {
  for (let i = 0; i < 5; i += 1) await Promise.resolve();
}

describe('Pacer', () => {
  it('releases a step at N times wall time, counted from an anchor so that nothing adds up', async () => {
    const clock = new ManualClock();
    const pacer = new Pacer(clock);
    const released: number[] = [];
    const run = (async () => {
      for (let n = 0; n < 4; n += 1) {
        await pacer.until(n * 250, (n + 1) * 250, 2, false);
        released.push(clock.now());
      }
    })();
    for (let i = 0; i < 60; i += 1) {
      clock.advance(10);
      await settled();
    }
    await run;
    expect(released).toEqual([130, 250, 380, 500]);
  });

  it('does not wait at full speed, nor for hours that are skipped', async () => {
    const pacer = new Pacer(new ManualClock());
    await pacer.until(0, 1_000_000, 'max', false);
    await pacer.until(0, 1_000_000, 1, true);
  });

  it('goes on at once when it is interrupted', async () => {
    const clock = new ManualClock();
    const pacer = new Pacer(clock);
    let done = false;
    void pacer.until(0, 10_000, 1, false).then(() => (done = true));
    await settled();
    expect(done).toBe(false);
    pacer.interrupt();
    await settled();
    expect(done).toBe(true);
  });

  it('does not race after a suspended machine wakes', async () => {
    const clock = new ManualClock();
    const pacer = new Pacer(clock);
    const first = pacer.until(0, 250, 1, false);
    clock.advance(60_000);
    await first;
    await pacer.until(250, 500, 1, false);
    let done = false;
    void pacer.until(500, 750, 1, false).then(() => (done = true));
    await settled();
    expect(done).toBe(false);
    clock.advance(250);
    await settled();
    expect(done).toBe(true);
  });
});
