import { EventEmitter } from 'node:events';
import type { UtilityProcess } from 'electron';
import { expect, test } from 'vitest';
import { outsideArchive, utilitySpawner, type ForkUtility } from '../../../electron/utility-spawner.ts';

class FakeUtility extends EventEmitter {
  pid: number | undefined = 4711;
  readonly posted: unknown[] = [];
  terminated = 0;

  postMessage(message: unknown): void {
    this.posted.push(message);
  }

  kill(): boolean {
    this.terminated += 1;
    return true;
  }
}

function spawned(): {
  child: ReturnType<ReturnType<typeof utilitySpawner>['spawn']>;
  process: FakeUtility;
  forked: unknown[];
  killed: number[];
} {
  const process = new FakeUtility();
  const forked: unknown[] = [];
  const killed: number[] = [];
  const fork: ForkUtility = (...args) => {
    forked.push(args);
    return process as unknown as UtilityProcess;
  };
  const spawner = utilitySpawner({
    fork,
    entryOf: (room) => `/dist/engine/${room}/main.js`,
    env: { LANG: 'C' },
    killNow: (pid) => void killed.push(pid),
  });
  const child = spawner.spawn({ name: 'MNQ', room: 'symbol', bootstrap: { secret: 's' } });
  return { child, process, forked, killed };
}

test('the bootstrap is the first message, never an argument or a variable', () => {
  const { process, forked } = spawned();
  expect(process.posted).toEqual([{ t: 'bootstrap', bootstrap: { secret: 's' } }]);
  expect(forked).toEqual([
    [
      '/dist/engine/symbol/main.js',
      ['MNQ'],
      { serviceName: 'Pitwall MNQ', stdio: ['ignore', 'inherit', 'inherit'], env: { LANG: 'C' } },
    ],
  ]);
});

test('messages, the end and the two ways to kill pass through', () => {
  const { child, process, killed } = spawned();
  const heard: unknown[] = [];
  child.onMessage((message) => heard.push(message));
  child.onExit((code, signal) => heard.push([code, signal]));
  child.send({ t: 'stop' });
  process.emit('message', { t: 'fatal' });
  process.emit('exit', 70);
  expect(process.posted[1]).toEqual({ t: 'stop' });
  expect(heard).toEqual([{ t: 'fatal' }, [70, null]]);
  child.kill('SIGTERM');
  expect([process.terminated, killed]).toEqual([1, []]);
  child.kill('SIGKILL');
  expect(killed).toEqual([4711]);
  process.pid = undefined;
  child.kill('SIGKILL');
  expect(killed).toEqual([4711]);
});

test('in a package the engines run from beside the archive', () => {
  expect(outsideArchive('/opt/Pitwall/resources/app.asar/dist/engine/desk/main.js')).toBe(
    '/opt/Pitwall/resources/app.asar.unpacked/dist/engine/desk/main.js',
  );
  expect(outsideArchive('C:\\Pitwall\\resources\\app.asar\\dist\\x.js')).toBe(
    'C:\\Pitwall\\resources\\app.asar.unpacked\\dist\\x.js',
  );
  expect(outsideArchive('/work/dist/engine/desk/main.js')).toBe('/work/dist/engine/desk/main.js');
});
