import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { collect, exitStatus, forwardSignals } from '../../../../build/launch/child.mjs';

test("a child's end becomes the status that a shell would show", () => {
  expect([exitStatus(0, null), exitStatus(3, null), exitStatus(null, 'SIGKILL'), exitStatus(null, 'SIGTERM')]).toEqual([
    0, 3, 137, 143,
  ]);
});

test('what a child says on both outputs is collected, with its status', async () => {
  const lines: string[] = [];
  const script = `console.log('out'); console.error('err'); process.exit(4);`;
  const result = await collect(process.execPath, ['-e', script], { onLine: (line) => void lines.push(line) });
  expect(result).toMatchObject({ status: 4, timedOut: false });
  expect(lines.sort((a, b) => a.localeCompare(b))).toEqual(['err', 'out']);
});

test('a child beyond its time is ended', async () => {
  const result = await collect(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { timeoutMs: 200 });
  expect(result).toMatchObject({ timedOut: true, status: 137 });
});

test('an executable that is not there is a rejection', async () => {
  await expect(collect('/nowhere/node', [])).rejects.toThrow('ENOENT');
});

test('the listeners for signals go with the child', async () => {
  const before = process.listenerCount('SIGTERM');
  const status = forwardSignals(spawn(process.execPath, ['-e', 'process.exit(5)']));
  expect(process.listenerCount('SIGTERM')).toBe(before + 1);
  expect(await status).toBe(5);
  expect(process.listenerCount('SIGTERM')).toBe(before);
});
