import { describe, expect, it } from 'vitest';
import { ALWAYS, CME } from '../../../../../engine/domain/session.ts';
import { PnlRecorder } from '../../../../../engine/desk/core/pnl-recorder.ts';

const T0 = Date.parse('2026-11-18T15:00:00Z');
const reading = (pnlCents: number) => [{ book: 1, roots: ['MNQ'], pnlCents }];

describe('PnlRecorder', () => {
  it('writes each second once, with what stood at that instant', () => {
    const recorder = new PnlRecorder(ALWAYS, true);
    recorder.fill(T0, reading(0));
    recorder.sample(reading(500));
    recorder.fill(T0 + 2_500, reading(500));
    recorder.sample(reading(-100));
    recorder.fill(T0 + 3_000, reading(-100));
    const { seconds } = recorder.take();
    expect(seconds.map(({ second, pnlCents, drawdownCents }) => [second - T0 / 1000, pnlCents, drawdownCents])).toEqual(
      [
        [0, 0, 0],
        [1, 500, 0],
        [2, 500, 0],
        [3, -100, 600],
      ],
    );
    expect(recorder.take().seconds).toEqual([]);
  });

  it('has no rows outside sessions and goes on after the break', () => {
    const recorder = new PnlRecorder(CME, true);
    const closeMs = Date.parse('2026-11-18T22:00:00Z');
    recorder.fill(closeMs - 2_000, reading(0));
    recorder.fill(closeMs + 3_600_000 + 1_000, reading(0));
    const found = recorder.take().seconds.map(({ second }) => second - closeMs / 1000);
    expect(found).toEqual([-2, -1, 3600, 3601]);
  });

  it('rolls up minutes with their extremes, and the day', () => {
    const recorder = new PnlRecorder(ALWAYS, false);
    recorder.fill(T0, reading(0));
    for (const pnl of [300, -200, 100]) recorder.sample(reading(pnl));
    recorder.fill(T0 + 60_000, reading(100));
    const { seconds, minutes } = recorder.take();
    expect(seconds).toEqual([]);
    expect(minutes).toEqual([
      { minute: T0 / 60_000, strategy: 1, lastCents: 100, minCents: -200, maxCents: 300, drawdownCents: 500 },
    ]);
    const figures = { strategy: 1, netCents: 100, grossCents: 174, feesCents: 74, trades: 1, wins: 1 };
    expect(recorder.day('2026-11-18', figures)).toMatchObject({ minCents: -200, maxCents: 300, maxDrawdownCents: 500 });
  });

  it('goes on from what it saved', () => {
    const one = new PnlRecorder(ALWAYS, true);
    one.fill(T0, reading(0));
    one.sample(reading(700));
    one.take();
    const two = new PnlRecorder(ALWAYS, true);
    two.load(JSON.parse(JSON.stringify(one.save())) as ReturnType<PnlRecorder['save']>);
    two.sample(reading(200));
    two.fill(T0 + 1_000, reading(200));
    expect(two.take().seconds).toEqual([{ second: T0 / 1000 + 1, strategy: 1, pnlCents: 200, drawdownCents: 500 }]);
  });
});
