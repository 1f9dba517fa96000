import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { spillPath } from '../../engine/store/journal/spill-file.ts';
import { spillBytes, spillRecords } from '../support/store/spill-records.ts';
import { storeRun } from '../support/store/store-run.ts';
import { runSql } from '../support/store/tamper.ts';

const CLI = fileURLToPath(new URL('../../engine/store/cli-verify.ts', import.meta.url));
const run = storeRun({ seed: 8, steps: 300, eagerness: 3 });
afterAll(() => run.dispose());

function verify(...args: string[]) {
  return spawnSync(process.execPath, [CLI, '--data-dir', run.folder.path, ...args], { encoding: 'utf8' });
}

describe('npm run verify-journal', () => {
  test('agrees with a sound file while its desk has it open', () => {
    const { stdout, stderr, status } = verify();
    expect(stderr).toBe('');
    expect(stdout).toMatch(/SIM-1 run-1: \d+ rows, \d+ orders, \d+ fills, \d+ trades, \d+ bars/);
    expect(stdout).toMatch(/50000\.00 start \+ -?\d+\.\d\d realized - \d+\.\d\d fees = \d+\.\d\d/);
    expect(stdout).toContain('all agrees');
    expect(status).toBe(0);
  });

  test('names a difference with both figures and ends with 1', () => {
    run.folder.closeAll();
    runSql(
      run.folder.path,
      'UPDATE trade_rows SET fees_cents = fees_cents + 100 WHERE rowid = (SELECT min(rowid) FROM trade_rows)',
    );
    const { stdout, status } = verify('--run', 'run-1');
    expect(stdout).toMatch(
      /DIFFERENCE trades, run-1 row \d+: fees_cents of \S+ in trade_rows: expected \d+, found \d+/,
    );
    expect(stdout).toContain('1 differences');
    expect(status).toBe(1);
    expect(JSON.parse(verify('--json').stdout)).toMatchObject({ findings: [{ check: 'trades' }] });
  });

  test('says what waits in the spill and is not looked at', () => {
    writeFileSync(spillPath(run.folder.path), spillBytes(spillRecords(2)));
    const { stderr } = verify();
    expect(stderr).toMatch(/^NOTE: 2 commits stand in .*journal\.spill\. They are not looked at/);
    writeFileSync(spillPath(run.folder.path), '');
  });

  test('a wrong call and a missing file', () => {
    expect(verify('--speed', '2').status).toBe(2);
    expect(verify('--run', 'run-8').stderr).toContain('There is no run "run-8"');
    const none = spawnSync(process.execPath, [CLI, '--data-dir', '/nowhere'], { encoding: 'utf8' });
    expect([none.status, none.stderr]).toEqual([1, 'There is no /nowhere/pitwall.db.\n']);
  });
});
