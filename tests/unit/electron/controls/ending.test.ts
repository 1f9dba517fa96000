import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { expect, test } from 'vitest';
import type { EndChoice } from '../../../../electron/controls/end-dialog.ts';
import { Ending } from '../../../../electron/controls/ending.ts';

const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

function program(choices: EndChoice[], options: { flat?: boolean; stop?: () => Promise<void> } = {}) {
  const emitter = new EventEmitter();
  const did: string[] = [];
  let expire = (): void => undefined;
  const app = Object.assign(emitter, { exit: (code?: number) => void did.push(`exit ${code}`) });
  const ending = new Ending({
    app: app as unknown as Pick<App, 'on' | 'exit'>, // an emitter knows no event names
    ask: () => {
      did.push('ask');
      return Promise.resolve(choices.shift() ?? 'stay');
    },
    flatten: () => {
      did.push('flatten');
      return Promise.resolve(options.flat ?? true);
    },
    hide: () => void did.push('hide'),
    stop: () => {
      did.push('stop');
      return options.stop?.() ?? Promise.resolve();
    },
    limitMs: () => 1000,
    after: (_ms, callback) => {
      expire = callback;
    },
    report: () => void did.push('report'),
  });
  const quit = (): boolean => {
    let prevented = false;
    emitter.emit('before-quit', { preventDefault: () => (prevented = true) });
    return prevented;
  };
  return { did, ending, quit, expire: () => expire() };
}

test('a quit asks once, stops the engines, then ends', async () => {
  const { did, quit } = program(['quit']);
  expect(quit()).toBe(true);
  expect(quit()).toBe(true);
  await settled();
  expect(did).toEqual(['ask', 'stop', 'exit 0']);
});

test('stay and tray leave it running, and it can be asked again', async () => {
  const { did, quit } = program(['stay', 'tray', 'flatten']);
  for (let n = 0; n < 3; n += 1) {
    quit();
    await settled();
  }
  expect(did).toEqual(['ask', 'ask', 'hide', 'ask', 'flatten', 'stop', 'exit 0']);
});

test('flatten and quit does not quit when it is not flat', async () => {
  const { did, quit } = program(['flatten'], { flat: false });
  quit();
  await settled();
  expect(did).toEqual(['ask', 'flatten']);
});

test('a signal asks nobody, also while a dialog is open', async () => {
  const { did, quit, ending } = program(['stay']);
  quit();
  ending.force();
  ending.force();
  await settled();
  expect(did).toEqual(['ask', 'stop', 'exit 0']);
});

test('an end that hangs is cut short, one that fails is told', async () => {
  const hanging = program([], { stop: () => new Promise(() => undefined) });
  hanging.ending.force();
  hanging.expire();
  expect(hanging.did).toEqual(['stop', 'exit 1']);
  const failing = program([], { stop: () => Promise.reject(new Error('desk does not answer')) });
  failing.ending.force();
  await settled();
  expect(failing.did).toEqual(['stop', 'report', 'exit 1']);
});

test('last words are said when everything has stopped: they may wait for a person', async () => {
  const { did, ending } = program([]);
  ending.force(70, () => void did.push('last words'));
  await settled();
  expect(did).toEqual(['stop', 'last words', 'exit 70']);
});
