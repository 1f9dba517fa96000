import { getPriority } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ReadThread } from '../../../../../engine/adapters/reading/read-thread.ts';
import { ManualClock } from '../../../../../engine/ports/clock.ts';
import { silentLogger } from '../../../../../engine/ports/logger.ts';
import type { FixtureData, FixtureJobs } from '../../../../fixtures/read-worker.ts';

const WORKER = new URL('../../../../fixtures/read-worker.ts', import.meta.url);

let cells: Int32Array<SharedArrayBuffer>;
let clock: ManualClock;
let thread: ReadThread<FixtureJobs>;

beforeEach(() => {
  cells = new Int32Array(new SharedArrayBuffer(8));
  clock = new ManualClock(0);
  const data: FixtureData = { cells: cells.buffer };
  thread = new ReadThread({ worker: WORKER, data, clock, logger: silentLogger });
});
afterEach(async () => {
  letGo();
  await thread.close();
});

function letGo(): void {
  Atomics.store(cells, 1, 1);
  Atomics.notify(cells, 1);
}

/** Resolves when the thread has begun so many jobs. */
async function begun(count: number): Promise<void> {
  for (let seen = Atomics.load(cells, 0); seen < count; seen = Atomics.load(cells, 0)) {
    const wait = Atomics.waitAsync(cells, 0, seen);
    if (wait.async) await wait.value;
  }
}

const text = (body: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(body));
const echo = (caller: string, word: string): Promise<unknown> =>
  thread.run(caller, 'echo', { text: word }).then((body) => text(body));

describe('ReadThread', () => {
  test('while a question is being answered, the loop goes on', async () => {
    const held = thread.run('a', 'held', undefined as never);
    await begun(1);
    // The thread stands in the middle of it; whatever this loop does now is not held up.
    await new Promise((resolve) => setImmediate(resolve));
    expect(thread.busy).toBe(1);
    letGo();
    expect(text(await held)).toBe('let go');
  });

  test('one at a time, each caller in turn', async () => {
    const order: unknown[] = [];
    const held = thread.run('first', 'held', undefined as never);
    await begun(1);
    const rest = [
      ...['a1', 'a2', 'a3'].map((word) => echo('a', word).then((answer) => order.push(answer))),
      echo('b', 'b1').then((answer) => order.push(answer)),
    ];
    expect(Atomics.load(cells, 0)).toBe(1);
    letGo();
    await Promise.all([held, ...rest]);
    expect(order).toEqual(['a1', 'b1', 'a2', 'a3']);
  });

  test('a question that fails is told so, and the next is answered', async () => {
    await expect(thread.run('a', 'throws', undefined as never)).rejects.toMatchObject({ code: 'internal' });
    expect(await echo('a', 'still here')).toBe('still here');
  });

  test('a thread that dies takes its question along, and no other', async () => {
    const dead = thread.run('a', 'exits', undefined as never);
    const next = echo('a', 'a new one');
    await expect(dead).rejects.toMatchObject({ code: 'internal' });
    expect(await next).toBe('a new one');
  });

  test('what takes too long is ended, with its thread', async () => {
    const held = thread.run('a', 'held', undefined as never);
    const next = echo('a', 'after it');
    await begun(1);
    clock.advance(15_000);
    await expect(held).rejects.toMatchObject({ code: 'not_ready' });
    expect(await next).toBe('after it');
  });

  test('what nobody wants any more is not asked', async () => {
    const held = thread.run('a', 'held', undefined as never);
    await begun(1);
    const left = thread.run('a', 'echo', { text: 'left' }, () => false);
    letGo();
    await held;
    await expect(left).rejects.toMatchObject({ code: 'not_ready' });
    expect(Atomics.load(cells, 0)).toBe(1);
  });

  test('an idle thread ends, and the next question finds a new one', async () => {
    expect(await echo('a', 'one')).toBe('one');
    clock.advance(30_000);
    expect(await echo('a', 'two')).toBe('two');
  });

  test('it gives way to everything else', async () => {
    const nice = text(await thread.run('a', 'nice', undefined as never));
    if (process.platform === 'linux') expect([nice, getPriority() < Number(nice)]).toEqual([10, true]);
  });

  test('closing ends what is under way and takes nothing more', async () => {
    const held = thread.run('a', 'held', undefined as never);
    const waits = echo('a', 'waits');
    await begun(1);
    const refusals = Promise.allSettled([held, waits]);
    await thread.close();
    for (const each of await refusals) expect(each).toMatchObject({ status: 'rejected' });
    await expect(echo('a', 'late')).rejects.toMatchObject({ code: 'not_ready' });
  });
});
