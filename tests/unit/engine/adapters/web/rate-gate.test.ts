import { describe, expect, it } from 'vitest';
import { RateGate } from '../../../../../engine/adapters/web/rate-gate.ts';
import { ManualClock } from '../../../../../engine/ports/clock.ts';

describe('RateGate', () => {
  it('sends the first at once, then the latest once per gap', () => {
    const clock = new ManualClock();
    const sent: [number, number][] = [];
    const gate = new RateGate<number>(clock, 100, (n) => sent.push([clock.now(), n]));
    for (let n = 0; n < 25; n += 1) {
      gate.offer(n);
      clock.advance(10);
    }
    clock.advance(200);
    expect(sent).toEqual([
      [0, 0],
      [100, 9],
      [200, 19],
      [300, 24],
    ]);
  });

  it('flushes what waits, outside the cap', () => {
    const clock = new ManualClock();
    const sent: number[] = [];
    const gate = new RateGate<number>(clock, 100, (n) => sent.push(n));
    gate.offer(1);
    gate.offer(2);
    gate.flush();
    gate.flush();
    expect(sent).toEqual([1, 2]);
    clock.advance(500);
    expect(sent).toEqual([1, 2]);
  });

  it('sends nothing after it was closed', () => {
    const clock = new ManualClock();
    const sent: number[] = [];
    const gate = new RateGate<number>(clock, 100, (n) => sent.push(n));
    gate.offer(1);
    gate.offer(2);
    gate.close();
    clock.advance(500);
    expect(sent).toEqual([1]);
  });
});
