import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { type Bounds, judging, Strangers, takePlace } from '../../../../../engine/adapters/bounds/strangers.ts';
import { SystemClock } from '../../../../../engine/adapters/clock/system-clock.ts';
import { ManualClock } from '../../../../../engine/ports/clock.ts';

/** An Engine.IO connection as far as it is used. */
class Line extends EventEmitter {
  open = true;
  ended = 0;
  paused = 0;
  readonly request = { socket: { destroy: () => (this.ended += 1), pause: () => (this.paused += 1) } };

  close(): void {
    if (!this.open) return;
    this.open = false;
    this.emit('close');
  }

  says(data: string): this {
    if (this.open) this.emit('data', data);
    return this;
  }
}

let clock: ManualClock;
let strangers: Strangers;
beforeEach(() => {
  clock = new ManualClock(0);
  strangers = new Strangers(clock, 6);
});

function come(network: string, count = 1): Line[] {
  return Array.from({ length: count }, () => {
    const line = new Line();
    strangers.take(line, network);
    clock.advance(1);
    return line;
  });
}

const ROOMY: Bounds = { who: 'ann', most: 2_000, mostOfOne: 2_000 };
const letIn = (line: Line): void => {
  expect(takePlace(line, ROOMY)).toBe('taken');
};

describe('Strangers', () => {
  test('who shows nothing within three seconds is closed, who was let in stays', () => {
    const [silent, known] = come('a', 2) as [Line, Line];
    letIn(known);
    clock.advance(3_000);
    expect([silent.open, known.open]).toEqual([false, true]);
    expect([strangers.unknown, strangers.known]).toEqual([0, 1]);
    known.close();
    expect(strangers.known).toBe(0);
  });

  test('time in which this process stood still is not the stranger’s: what came meanwhile is read first', async () => {
    const real = new Strangers(new SystemClock(), 6);
    const line = new Line();
    real.take(line, 'a');
    const shown = Promise.withResolvers<void>();
    // A turn of the loop runs its timers before it reads.
    const read = (): void => {
      if (line.open) letIn(line);
      shown.resolve();
    };
    setImmediate(() => setImmediate(read));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3_100);
    await shown.promise;
    expect([line.open, real.known]).toEqual([true, 1]);
    line.close();
  });

  test('strangers take no place of those who are known, and never keep a newcomer out', () => {
    const crowd = come('mallory', 500);
    expect(crowd.filter(({ open }) => open)).toHaveLength(20);
    expect(crowd.slice(-20).every(({ open }) => open)).toBe(true);
    const [owner] = come('127.0.0.1') as [Line];
    come('mallory', 100);
    expect(owner.open).toBe(true);
    letIn(owner);
    expect(strangers.known).toBe(1);
  });

  test('of many networks the one that has most makes way', () => {
    const first = come('a', 3);
    const rest = 'bcdefghijkl'.split('').flatMap((network) => come(network, 20));
    expect(strangers.unknown).toBe(200);
    expect(first.every(({ open }) => open)).toBe(true);
    expect(rest.filter(({ open }) => !open)).toHaveLength(23);
  });

  test('a stranger may ask twice for each namespace, and twice more; then nothing of it is read, and it ends one to two seconds later', async () => {
    const [line] = come('a') as [Line];
    line.says('0');
    for (let n = 0; n < 6; n += 1)
      for (const packet of ['0{"token":"x"}', '0/nowhere,', '2["chat"]']) line.says(packet);
    expect([line.open, line.paused]).toEqual([true, 0]);
    let heard = 0;
    line.on('data', () => (heard += 1));
    line.says('0');
    for (let n = 0; n < 100; n += 1) line.says('0');
    clock.advance(999);
    expect([heard, line.open, line.paused, line.ended]).toEqual([1, true, 1, 0]);
    clock.advance(1_001);
    await vi.waitFor(() => expect([line.open, line.ended]).toEqual([false, 1]));
    expect(strangers.unknown).toBe(0);
  });

  test('who is known joins its servers again and again, but not without end', async () => {
    const [line] = come('a') as [Line];
    letIn(line.says('0'));
    for (let round = 0; round < 5; round += 1) {
      for (let n = 0; n < 7; n += 1) line.says(`0/symbols/${n},`);
      clock.advance(10_000);
    }
    expect(line.open).toBe(true);
    for (let n = 0; n < 40; n += 1) line.says('0/symbols/MNQ,');
    clock.advance(2_000);
    await vi.waitFor(() => expect([line.open, line.ended]).toEqual([false, 1]));
  });

  test('a burst gets as many places as there are, each counted once, and a place that was left is free', () => {
    const bounds = { who: 'ann', most: 8, mostOfOne: 5 };
    const lines = come('a', 7);
    expect(lines.map((line) => takePlace(line, bounds))).toEqual([
      ...Array<string>(5).fill('taken'),
      ...Array<string>(2).fill('too many of one'),
    ]);
    const others = come('b', 4);
    expect(others.map((line, n) => takePlace(line, { ...bounds, who: `bob ${n}` }))).toEqual([
      ...Array<string>(3).fill('taken'),
      'full',
    ]);
    const [first, , , , , sixth] = lines as [Line, Line, Line, Line, Line, Line];
    // Another namespace of a connection that has its place.
    expect(takePlace(first, bounds)).toBe('taken');
    first.close();
    expect(takePlace(sixth, bounds)).toBe('taken');
    // One that is gone while its token was looked at keeps none.
    expect([takePlace(first, bounds), strangers.known]).toEqual(['taken', 8]);
  });

  test('who comes back all at once after a restart: none makes way while its token is looked at', () => {
    const crowd = Array.from({ length: 1_010 }, () => {
      const [line] = come('127.0.0.1') as [Line];
      return { line, judged: judging(line) };
    });
    come('127.0.0.1', 300);
    expect(crowd.filter(({ line }) => !line.open)).toEqual([]);
    for (const { line, judged } of crowd) {
      judged();
      letIn(line);
    }
    expect(strangers.known).toBe(1_010);
  });
});
