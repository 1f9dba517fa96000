import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { finishImport, planImport } from '../../../../electron/controls/planned-import.ts';
import { exportData } from '../../../../engine/store/data-export.ts';
import { takeLease } from '../../../../engine/store/lease.ts';
import { openJournal } from '../../../../engine/store/journal/open-journal.ts';
import { SCRIPT_REQUEST, SMALL_RESERVE } from '../../../support/store/store-folder.ts';

const NOW = (): number => Date.UTC(2026, 10, 20, 12);
let scratch: string;
let dataDir: string;
let source: string;

beforeEach(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'pitwall-planned-'));
  dataDir = join(scratch, 'data');
  source = join(scratch, 'export');
  mkdirSync(dataDir);
  openJournal({
    dataDir,
    request: SCRIPT_REQUEST,
    epoch: 1,
    lockWaitMs: 0,
    checkpoints: false,
    ...SMALL_RESERVE,
  }).journal.close();
  writeFileSync(join(dataDir, 'shell.json'), 'theirs');
  await exportData(dataDir, source, { version: '0.1.0', time: 'then', withSecrets: true });
  writeFileSync(join(dataDir, 'shell.json'), 'ours');
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

const settings = (): string => readFileSync(join(dataDir, 'shell.json'), 'utf8');

test('what was planned is taken in once', async () => {
  expect(await finishImport(dataDir, NOW)).toBeUndefined();
  planImport(dataDir, source, []);
  const told = await finishImport(dataDir, NOW);
  expect(told).toContain('Left in the export, of the settings: shell.json (import everything for it)');
  expect(settings()).toBe('ours');
  planImport(dataDir, source, ['settings']);
  expect(await finishImport(dataDir, () => NOW() + 1_000)).toContain('before-import-2026-11-20T12-00-01Z');
  expect(settings()).toBe('theirs');
  expect(await finishImport(dataDir, NOW)).toBeUndefined();
});

test('an export that was damaged meanwhile changes nothing, is told, and is not tried again', async () => {
  planImport(dataDir, source, ['settings']);
  writeFileSync(join(source, 'shell.json'), 'x');
  expect(await finishImport(dataDir, NOW)).toContain('not imported: the file shell.json of the export is damaged');
  expect(settings()).toBe('ours');
  expect(await finishImport(dataDir, NOW)).toBeUndefined();
});

test('while Pitwall runs without a window it waits', async () => {
  planImport(dataDir, source, ['settings']);
  const lease = takeLease(dataDir);
  expect(await finishImport(dataDir, NOW)).toContain('tried again at the next start');
  lease.release();
  expect(settings()).toBe('ours');
  expect(await finishImport(dataDir, NOW)).toContain('imported from');
  expect(existsSync(join(dataDir, 'import-pending.json'))).toBe(false);
});
