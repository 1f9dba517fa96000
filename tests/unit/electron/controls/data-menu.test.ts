import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DataMenu } from '../../../../electron/controls/data-menu.ts';
import { finishImport } from '../../../../electron/controls/planned-import.ts';
import { exportData } from '../../../../engine/store/data-export.ts';
import { openJournal } from '../../../../engine/store/journal/open-journal.ts';
import { SCRIPT_REQUEST, SMALL_RESERVE } from '../../../support/store/store-folder.ts';

let scratch: string;
let dataDir: string;
let source: string;

beforeEach(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'pitwall-menu-'));
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
  await exportData(dataDir, source, { version: '0.1.0', time: 'then', withSecrets: true });
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

/** A person who chooses the export and answers with this button; gives what was asked and said. */
async function importing(button: string): Promise<readonly string[]> {
  const heard: string[] = [];
  const menu = new DataMenu({
    dataDir,
    version: '0.1.0',
    now: () => 0,
    say: (message) => Promise.resolve(void heard.push(message)),
    dialog: {
      showOpenDialog: () => Promise.resolve({ canceled: false, filePaths: [source] }),
      showErrorBox: (title: string) => void heard.push(title),
      showMessageBox: (options: { message: string; buttons?: string[]; defaultId?: number }) => {
        heard.push(`${options.message} [${options.buttons?.[options.defaultId ?? 0]}]`);
        return Promise.resolve({ response: options.buttons?.indexOf(button) ?? -1, checkboxChecked: false });
      },
    } as never,
  });
  await menu.import();
  return heard;
}

const QUESTION = 'Take in the account alone, or everything? [Account alone]';
const planned = (): unknown => JSON.parse(readFileSync(join(dataDir, 'import-pending.json'), 'utf8'));

test('the account alone is what a person who only presses Enter gets; everything has to be chosen', async () => {
  expect(await importing('Account alone')).toEqual([QUESTION, 'The data are imported at the next start']);
  expect(planned()).toEqual({ source, parts: [] });
  await importing('Everything');
  expect(planned()).toEqual({ source, parts: ['users', 'settings', 'secrets'] });
});

test('who cancels plans nothing, and a folder that is no export is not asked about', async () => {
  expect(await importing('Cancel')).toEqual([QUESTION]);
  expect(await finishImport(dataDir, () => 0)).toBeUndefined();
  rmSync(join(source, 'pitwall.db'));
  expect(await importing('Everything')).toEqual(['This cannot be imported']);
  expect(await finishImport(dataDir, () => 0)).toBeUndefined();
});
