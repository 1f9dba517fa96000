import { expect, test } from 'vitest';
import { InvariantError } from '../../../../engine/domain/assert.ts';
import { load } from '../../../../engine/config/load.ts';
import type { Outcome } from '../../../../engine/host/composition.ts';
import { loadOneProcess, OneProcess, type OneProcessRun } from '../../../../engine/host/one-process.ts';
import { silentLogger } from '../../../../engine/ports/logger.ts';

function scene() {
  const loaded = load({ argv: [], env: {}, folder: '/' });
  if (loaded.kind !== 'settings') throw new Error(JSON.stringify(loaded));
  const ended = Promise.withResolvers<boolean>();
  const told: (string | Outcome)[] = [];
  const run: OneProcessRun = { ended: ended.promise, stop: () => ended.resolve(false) };
  const composition = new OneProcess(
    { settings: loaded.settled.settings, epoch: 1, logger: silentLogger },
    { finish: (outcome) => told.push(outcome), dataEnded: () => told.push('data ended') },
    () => Promise.resolve(() => run),
  );
  return { composition, ended, told };
}

test('has no servers and no processes of its own', async () => {
  expect(await scene().composition.start()).toEqual({ hub: '', urls: {}, processes: [] });
});

test('tells when the data have ended', async () => {
  const { composition, ended, told } = scene();
  await composition.start();
  ended.resolve(true);
  await composition.stop();
  expect(told).toEqual(['data ended']);
});

test('a stop waits until all is committed, and is no end of data', async () => {
  const { composition, told } = scene();
  await composition.start();
  await composition.stop();
  expect(told).toEqual([]);
});

test('a broken invariant ends the host with its stack, an expected fault with its words', async () => {
  const { composition, ended, told } = scene();
  await composition.start();
  ended.reject(new InvariantError('books differ'));
  await composition.stop();
  expect(told).toMatchObject([{ code: 70, fault: expect.stringContaining('at '), reason: 'the run cannot go on' }]);
  const other = scene();
  await other.composition.start();
  other.ended.reject(new Error('off the tick'));
  await other.composition.stop();
  expect(other.told).toMatchObject([{ code: 1, fault: 'off the tick' }]);
});

test('a version without it says so', async () => {
  await expect(loadOneProcess('file:///nowhere/host/main.js')).rejects.toThrow(
    '--one-process is not part of this version',
  );
});
