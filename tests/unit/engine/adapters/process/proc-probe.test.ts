import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { parseStat, procProbe, stateOf } from '../../../../../engine/adapters/process/proc-probe.ts';

test('a line of the system is read, whatever the name in it holds', () => {
  const line = '365 (a) R 1) S 1 2 3 0 -1 4194304 102 0 0 0 150 50 0 0 20 0 1 0 45017 3133440 382';
  expect(parseStat(line)).toEqual({ letter: 'S', cpuMs: 2_000 });
  expect(parseStat('nonsense')).toBeUndefined();
});

test('the state of a process is that of its main thread, and of the helpers for which that waits', () => {
  expect(stateOf('T', ['T', 'T'])).toBe('stopped');
  expect(stateOf('R', ['R', 'S'])).toBe('ready');
  expect(stateOf('S', ['S', 'R'])).toBe('ready');
  expect(stateOf('S', ['S', 'D'])).toBe('disk');
  expect(stateOf('D', ['D', 'R'])).toBe('disk');
  expect(stateOf('S', ['S', 'S'])).toBe('waits');
});

test.skipIf(process.platform !== 'linux')('a process that is stopped, goes on, and is gone', async () => {
  const child = spawn(process.execPath, ['-e', 'console.log("up"); for (;;);'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const pid = child.pid ?? 0;
    expect(procProbe(pid)?.state).toBe('ready');
    child.kill('SIGSTOP');
    await expect.poll(() => procProbe(pid)?.state).toBe('stopped');
    const { cpuMs = 0 } = procProbe(pid) ?? {};
    child.kill('SIGCONT');
    await expect.poll(() => procProbe(pid)?.cpuMs).toBeGreaterThan(cpuMs);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    expect(procProbe(pid)).toBeUndefined();
  } finally {
    child.kill('SIGKILL');
  }
});
