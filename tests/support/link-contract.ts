import { expect, test } from 'vitest';
import type { LinkEnd } from '../../engine/ports/link.ts';

export interface LinkPair {
  readonly left: LinkEnd<unknown, unknown>;
  readonly right: LinkEnd<unknown, unknown>;
  dispose(): Promise<void> | void;
}

/** Resolves when `done` says so; both kinds of link deliver within a few turns of the event loop. */
export async function until(done: () => boolean, limitMs = 120_000): Promise<void> {
  const end = performance.now() + limitMs;
  while (!done()) {
    if (performance.now() > end) throw new Error('expected it to happen in time, it did not');
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** What every link does, in memory or over a socket. */
export function linkContract(pair: () => Promise<LinkPair> | LinkPair): void {
  test('messages arrive in order, in both directions, as equal copies', async () => {
    const { left, right, dispose } = await pair();
    const heard: unknown[] = [];
    const back: unknown[] = [];
    right.onMessage((message) => {
      heard.push(message);
      right.send({ echo: message });
    });
    left.onMessage((message) => back.push(message));
    const sent = Array.from({ length: 500 }, (_, n) => ({ n, text: `line\n${n} — ü€😀`, list: [n, null, true] }));
    for (const message of sent) left.send(message);
    await until(() => back.length === sent.length);
    expect(heard).toEqual(sent);
    expect(heard[0]).not.toBe(sent[0]);
    expect(back).toEqual(sent.map((message) => ({ echo: message })));
    await dispose();
  });

  test('sending never calls the receiver before it returns', async () => {
    const { left, right, dispose } = await pair();
    let heard = 0;
    right.onMessage(() => (heard += 1));
    left.send({ n: 1 });
    expect(heard).toBe(0);
    await until(() => heard === 1);
    await dispose();
  });

  test('what comes before there is a handler waits for it', async () => {
    const { left, right, dispose } = await pair();
    left.send({ n: 1 });
    left.send({ n: 2 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    const heard: unknown[] = [];
    right.onMessage((message) => heard.push(message));
    await until(() => heard.length === 2);
    expect(heard).toEqual([{ n: 1 }, { n: 2 }]);
    await dispose();
  });

  test('closing delivers what was sent before, then tells both ends once', async () => {
    const { left, right, dispose } = await pair();
    const heard: unknown[] = [];
    const closed: string[] = [];
    right.onMessage((message) => heard.push(message));
    right.onClose(() => closed.push('right'));
    left.onClose(() => closed.push('left'));
    left.send({ last: 'words' });
    left.close();
    left.close();
    expect(left.open).toBe(false);
    await until(() => closed.length === 2);
    expect(right.open).toBe(false);
    expect(heard).toEqual([{ last: 'words' }]);
    left.send({ too: 'late' });
    right.send({ too: 'late' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(heard).toHaveLength(1);
    expect(closed.toSorted()).toEqual(['left', 'right']);
    await dispose();
  });
}
