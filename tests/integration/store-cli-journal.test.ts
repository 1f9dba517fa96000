import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { exportLines } from '../../engine/store/export.ts';
import { spillPath } from '../../engine/store/journal/spill-file.ts';
import { allBars } from '../../engine/store/queries/bars.ts';
import { allJournalRows } from '../../engine/store/queries/journal-rows.ts';
import { spillBytes, spillRecords } from '../support/store/spill-records.ts';
import { storeRun } from '../support/store/store-run.ts';

const CLI = fileURLToPath(new URL('../../engine/store/cli-journal.ts', import.meta.url));
const run = storeRun({ seed: 8, steps: 1_500, eagerness: 3 });
afterAll(() => run.dispose());

function journal(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args, '--data-dir', run.folder.path], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { status, stdout, stderr };
}

describe('npm run journal', () => {
  test('exports the present run while its desk has the file open', () => {
    const expected = [...exportLines(allJournalRows(run.reader, 1), allBars(run.reader, 1))];
    const found = journal('export');
    expect(found.stderr).toBe('');
    expect(found.status).toBe(0);
    expect(found.stdout).toBe(expected.join('\n') + '\n');
    expect(journal('export', '--run', 'SIM-1').stdout).toBe(found.stdout);
  });

  test('a reader that leaves early ends it in order', () => {
    const line = execFileSync('sh', [
      '-c',
      `"${process.execPath}" "${CLI}" export --data-dir "${run.folder.path}" | head -1`,
    ]);
    expect(String(line)).toContain('"k":"run"');
  });

  test('lists runs and shows the tail', () => {
    expect(JSON.parse(journal('runs').stdout)).toMatchObject({ name: 'run-1', account: 'SIM-1', present: true });
    expect(journal('tail', '--limit', '3').stdout.trim().split('\n')).toHaveLength(3);
  });

  test('says what waits in the spill and is not looked at', () => {
    writeFileSync(spillPath(run.folder.path), spillBytes(spillRecords(2)));
    const { stderr } = journal('tail');
    expect(stderr).toMatch(/^NOTE: 2 commits stand in .*journal\.spill\. They are not looked at/);
    writeFileSync(spillPath(run.folder.path), '');
  });

  test('a wrong call says how it is done, a missing file what to do', () => {
    expect(journal('export', '--run', 'run-9')).toMatchObject({ status: 2, stdout: '' });
    expect(journal('exprot').stderr).toContain('There is no command "exprot".');
    expect(journal('export', '--speed', '3').status).toBe(2);
    const none = spawnSync(process.execPath, [CLI, 'export', '--data-dir', '/nowhere/at/all'], { encoding: 'utf8' });
    expect(none.status).toBe(1);
    expect(none.stderr).toContain('There is no /nowhere/at/all/pitwall.db yet');
  });
});
