import Database from 'better-sqlite3';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CheckedRecording, HttpError, ImportedRecording } from '../../engine/wire/index.ts';
import { goldTable, RecordingClient } from '../support/recording-client.ts';
import { startPitwall, type Pitwall } from '../support/start-pitwall.ts';

/** A recording through the whole product: hub, reading thread, link, desk, file. */
let pitwall: Pitwall;
let owner: RecordingClient;
beforeAll(async () => {
  pitwall = await startPitwall({ flags: ['--strategies', 'MNQ', '--speed', '10'], timeoutMs: 100_000 });
  owner = new RecordingClient(pitwall.hub, pitwall.token);
}, 120_000);
afterAll(() => pitwall.stop());

const answers = { root: 'MGC', zone: 'America/Chicago' };

function inFile(): unknown[] {
  const db = new Database(join(pitwall.dataDir, 'pitwall.db'), { readonly: true });
  try {
    return [
      db.prepare('SELECT number, root, name, bars FROM imports').all(),
      db.prepare('SELECT count(*) FROM imported_bars').pluck().get(),
    ];
  } finally {
    db.close();
  }
}

test('checked, imported while the market runs, known again, removed', async () => {
  const id = await owner.send('gold.csv', goldTable(6_000));
  const checked = await owner.call<CheckedRecording>('checkUpload', { params: { id }, body: answers });
  expect(checked.body.verdict).toMatchObject({ bars: 6_000, problem: null });
  const store = (name: string) =>
    owner.call<{ recording: ImportedRecording; fresh: boolean }>('importUpload', {
      params: { id },
      body: { ...answers, name },
    });
  expect((await store('gold')).body).toMatchObject({
    recording: { number: 1, name: 'gold', bars: 6_000 },
    fresh: true,
  });
  expect(inFile()).toEqual([[{ number: 1, root: 'MGC', name: 'gold', bars: 6_000 }], 6_000]);
  expect((await store('the same again')).body).toMatchObject({ recording: { number: 1, name: 'gold' }, fresh: false });
  expect((await owner.call('removeRecording', { params: { number: '1' } })).status).toBe(200);
  expect(inFile()).toEqual([[], 0]);
  await owner.call('dropUpload', { params: { id } });
  expect(readdirSync(pitwall.dataDir).filter((name) => name.endsWith('.part'))).toEqual([]);
}, 60_000);

test('a hub that is killed takes its files with it: the next one sweeps, and asks for the file again', async () => {
  const id = await owner.send('gold.csv', goldTable(100));
  const pid = pitwall.kill('hub', 'SIGKILL');
  await pitwall.replaced('hub', pid, 60_000);
  await expect
    .poll(async () => (await owner.call('recordings').catch(() => undefined))?.status, { timeout: 30_000 })
    .toBe(200);
  const asked = await owner.call<HttpError>('checkUpload', { params: { id }, body: answers });
  expect(asked.body.error).toMatchObject({ code: 'not_found', message: expect.stringContaining('choose it again') });
  expect(readdirSync(pitwall.dataDir).filter((name) => name.endsWith('.part'))).toEqual([]);
}, 90_000);
