import { existsSync, readdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ImportedFile } from '../../../engine/store/journal/store-import.ts';
import type { ImportRow } from '../../../engine/store/queries/imports.ts';
import {
  type CheckedRecording,
  type HttpError,
  type ImportedRecording,
  MOST_RECORDING_BYTES,
  PIECE_BYTES,
} from '../../../engine/wire/index.ts';
import { runWith } from '../../support/default-run.ts';
import { goldTable, RecordingClient } from '../../support/recording-client.ts';
import { Credentials } from '../../support/wire/credentials.ts';
import { accountOf } from '../../support/wire/fixtures.ts';
import { type HubRig, startHub } from '../../support/wire/hub-rig.ts';
import { OWNER_TOKEN } from '../../support/wire/symbol-rig.ts';

let hub: HubRig;
let owner: RecordingClient;
/** What the desk of the test has. */
let imports: ImportRow[];
let stored: ImportedFile[];
let waits: Promise<void>;
const ZONE = 'America/Chicago';

const left = (): string[] => readdirSync(hub.folder).filter((name) => name.endsWith('.part'));

beforeEach(async () => {
  imports = [];
  stored = [];
  waits = Promise.resolve();
  hub = await startHub({ run: runWith() }, { imports: () => imports }, new Map(), undefined, {
    store: async (file) => {
      await waits;
      const { root, name, intervalMs, bars } = file;
      const number = imports.length + 1;
      stored.push(file);
      const [fromMs, toMs] = [bars[0]?.timeMs ?? 0, bars.at(-1)?.timeMs ?? 0];
      imports = [{ number, root, name, intervalMs, fromMs, toMs, bars: bars.length, createdWallMs: 1 }, ...imports];
      return { ok: true, stored: { number, fresh: true } };
    },
    remove: (number) => {
      imports = imports.filter((each) => each.number !== number);
      return Promise.resolve({ ok: true });
    },
  });
  owner = new RecordingClient(hub.url, OWNER_TOKEN);
});
afterEach(() => hub.close());

test('sent in pieces, asked, answered, imported under a name, listed, removed', async () => {
  const table = goldTable(30_000);
  expect(table.length).toBeGreaterThan(PIECE_BYTES);
  const id = await owner.send('gold.csv', table);
  const asked = await owner.call<CheckedRecording>('checkUpload', { params: { id }, body: { root: 'MGC' } });
  expect(asked.body.verdict.problem?.code).toBe('zone');
  const answers = { root: 'MGC', zone: ZONE };
  const checked = await owner.call<CheckedRecording>('checkUpload', { params: { id }, body: answers });
  expect(checked.body.verdict).toMatchObject({ bars: 30_000, problem: null, from: '2024-02-06T15:00:00.000Z' });
  expect(checked.body.preview).toHaveLength(400);
  expect(checked.body.barsEach).toBe(75);
  expect(stored).toEqual([]);
  const body = { ...answers, name: 'gold in february' };
  const done = await owner.call<{ recording: ImportedRecording }>('importUpload', { params: { id }, body });
  expect(done.body).toMatchObject({ recording: { number: 1, name: 'gold in february', bars: 30_000 }, fresh: true });
  expect((await owner.call('dropUpload', { params: { id } })).status).toBe(200);
  expect(left()).toEqual([]);
  expect((await owner.call('recordings')).body).toMatchObject([{ number: 1, root: 'MGC', intervalMinutes: 1 }]);
  expect((await owner.call('removeRecording', { params: { number: '1' } })).status).toBe(200);
  expect((await owner.call('recordings')).body).toEqual([]);
  expect((await owner.call('removeRecording', { params: { number: '1' } })).status).toBe(404);
  const notes = hub.audit.read({ limit: 100 }).filter(({ kind }) => kind === 'data');
  expect(notes.map(({ what }) => what)).toEqual(
    expect.arrayContaining(['begin-upload', 'upload-piece', 'check-upload', 'import-upload', 'remove-recording']),
  );
});

test('of a name there is one for a contract; what is refused is said', async () => {
  const id = await owner.send('gold.csv', goldTable(60));
  const ask = (body: object) => owner.call<HttpError>('importUpload', { params: { id }, body });
  const body = { root: 'MGC', zone: ZONE, name: 'gold' };
  expect((await ask(body)).status).toBe(200);
  expect((await ask(body)).body.error).toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('number 1'),
  });
  expect((await ask({ root: 'MGC', name: 'no zone' })).body.error.message).toContain('carry no zone');
  expect((await ask({ ...body, root: 'XYZ' })).body.error.code).toBe('unknown_name');
  for (const name of ['@gold', 'a=b', ' gold', '', 'line\nbreak'])
    expect((await ask({ ...body, name })).status, name).toBe(400);
  expect(stored).toHaveLength(1);
});

test('too large, no bytes, JSON in place of bytes, bytes in place of JSON, a file that is not whole', async () => {
  const begin = (bytes: number) => owner.call<HttpError>('beginUpload', { body: { name: 'x.csv', bytes } });
  expect((await begin(MOST_RECORDING_BYTES + 1)).body.error.message).toContain('more than 128 MB');
  expect((await begin(0)).status).toBe(400);
  const { body } = await owner.call<{ id: string }>('beginUpload', { body: { name: 'x.csv', bytes: 5_000_000 } });
  const { id } = body;
  const params = { id, at: '0' };
  const send = (type: string, content: Uint8Array<ArrayBuffer> | string, path: string, method: string) =>
    fetch(new URL(path, hub.url), {
      method,
      headers: { authorization: `Bearer ${OWNER_TOKEN}`, 'content-type': type },
      body: content,
    });
  const piece = `/api/recordings/uploads/${id}/0`;
  expect((await send('application/json', '{}', piece, 'PUT')).status).toBe(400);
  const large = new Uint8Array(PIECE_BYTES + 1);
  expect((await send('application/octet-stream', large, piece, 'PUT')).status).toBe(413);
  expect((await send('application/octet-stream', new Uint8Array(2), '/api/settings', 'PUT')).status).toBe(415);
  expect((await owner.call('uploadPiece', { params, body: new Uint8Array(PIECE_BYTES) })).status).toBe(200);
  const checked = await owner.call<HttpError>('checkUpload', { params: { id }, body: { root: 'MGC' } });
  expect(checked.body.error).toMatchObject({ code: 'conflict', message: expect.stringContaining('5000000 bytes') });
  expect((await owner.call('uploads')).body).toMatchObject([{ id, bytes: 5_000_000, received: PIECE_BYTES }]);
});

test('only an owner, and each their own file', async () => {
  const id = await owner.send('gold.csv', goldTable(10));
  const people = new Credentials(() => hub);
  for (const role of ['viewer', 'flatten', 'trader'] as const) {
    const other = new RecordingClient(hub.url, (await people.logIn(role)).token);
    expect((await other.call('recordings')).status, role).toBe(403);
    expect((await other.call('beginUpload', { body: { name: 'x', bytes: 1 } })).status, role).toBe(403);
    expect((await other.call('checkUpload', { params: { id }, body: { root: 'MGC' } })).status, role).toBe(403);
  }
  const second = new RecordingClient(hub.url, (await people.logIn('owner')).token);
  expect((await second.call('uploads')).body).toEqual([]);
  expect((await second.call('dropUpload', { params: { id } })).status).toBe(404);
  expect((await new RecordingClient(hub.url, '').call('recordings')).status).toBe(401);
});

test('one import at a time, and its file stays while it is read', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  waits = promise;
  const [first, second] = [await owner.send('a.csv', goldTable(60)), await owner.send('b.csv', goldTable(70))];
  const body = { root: 'MGC', zone: ZONE, name: 'a' };
  const running = owner.call('importUpload', { params: { id: first }, body });
  await expect.poll(async () => (await owner.call('dropUpload', { params: { id: first } })).status).toBe(409);
  const other = await owner.call<HttpError>('importUpload', { params: { id: second }, body: { ...body, name: 'b' } });
  expect(other.body.error).toMatchObject({ code: 'conflict', message: expect.stringContaining('another import') });
  resolve();
  expect((await running).status).toBe(200);
});

test('beside a replay nothing is removed; with the hub goes what was sent', async () => {
  await owner.send('gold.csv', goldTable(10));
  expect(left()).toHaveLength(1);
  imports = [
    { number: 1, root: 'MNQ', name: 'x', intervalMs: 60_000, fromMs: 0, toMs: 60_000, bars: 2, createdWallMs: 1 },
  ];
  hub.server.deskUp(
    { account: 'R-1', run: 'run-1', runNumber: 1, mode: 'REPLAY', startBalanceCents: 1, configHash: 'x' },
    { mode: 'cme' },
  );
  hub.server.take({ t: 'account', view: { ...accountOf(), mode: 'REPLAY' } });
  const removed = await owner.call<HttpError>('removeRecording', { params: { number: '1' } });
  expect(removed.body.error).toMatchObject({ code: 'conflict', message: expect.stringContaining('a replay runs') });
  const { folder } = hub;
  await hub.close();
  expect(existsSync(folder)).toBe(false);
});
