import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { checkFile } from '../../engine/store/checker/check-file.ts';
import { exportLines } from '../../engine/store/export.ts';
import { allBars } from '../../engine/store/queries/bars.ts';
import { allJournalRows } from '../../engine/store/queries/journal-rows.ts';
import { StoreReader } from '../../engine/store/queries/store-reader.ts';
import { journalScript } from '../support/store/journal-script.ts';
import { StoreFolder } from '../support/store/store-folder.ts';
import { storeRun } from '../support/store/store-run.ts';

const WRITER = fileURLToPath(new URL('../fixtures/store-writer.ts', import.meta.url));
const SEED = 17;
const STEPS = 360;
const NEWLINE = 10;
const KILLS = Number(process.env['PITWALL_KILLS'] ?? '6');
const folder = new StoreFolder();
afterAll(() => folder.dispose());

interface Life {
  /** Last step that was acknowledged; undefined: none. */
  readonly acknowledged: number | undefined;
  readonly done: boolean;
}

/** Lets a writer live until so many commits were seen, and some time longer, then kills it without warning. */
function live(commits: number, longerMs: number): Promise<Life> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [WRITER, folder.path, String(SEED), String(STEPS)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += String(chunk)));
    let seen = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      out += String(chunk);
      const before = seen;
      seen += chunk.filter((byte) => byte === NEWLINE).length;
      if (before <= commits && seen > commits) setTimeout(() => child.kill('SIGKILL'), longerMs);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== null && code !== 0) return reject(new Error(errors));
      const lines = out.split('\n');
      const whole = lines.slice(0, -1).filter((line) => /^\d+$/.test(line));
      resolve({ acknowledged: whole.length === 0 ? undefined : Number(whole.at(-1)), done: lines.includes('done') });
    });
  });
}

describe('a writer killed at any instant', () => {
  test('has exactly the commits that it acknowledged, or one more; the rest goes on from there', async () => {
    const commits = journalScript({ seed: SEED, steps: STEPS, eagerness: 3 });
    let random = 12_345;
    let done = false;
    let kills = 0;
    const instants: string[] = [];
    while (!done) {
      random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 0;
      const number = kills < KILLS ? (random >>> 8) % Math.floor(STEPS / KILLS / 2) : Number.POSITIVE_INFINITY;
      const life = await live(number, (random >>> 20) % 4);
      done = life.done;
      const { journal, afterUncleanStop } = folder.open();
      const { step, lastSeq } = journal.recover();
      if (!done) kills += 1;
      expect(afterUncleanStop).toBe(!done);
      if (life.acknowledged !== undefined) {
        expect([life.acknowledged, life.acknowledged + 1]).toContain(step);
        instants.push(`step ${life.acknowledged}${step === life.acknowledged ? '' : ' and one more'}`);
      }
      const expected =
        lastSeq === 0 ? [] : commits.filter((commit) => commit.step <= step).flatMap((commit) => commit.rows);
      expect(lastSeq).toBe(expected.length);
      expect([...journal.rows()]).toEqual(expected);
      folder.closeAll();
    }
    console.log(`kills: ${instants.join('; ')}`);
    expect(kills).toBeGreaterThanOrEqual(Math.floor(KILLS / 2));
    expect(checkFile(folder.path).findings.all()).toEqual([]);
    const reader = new StoreReader(folder.path);
    const killed = [...exportLines(allJournalRows(reader, 1), allBars(reader, 1))];
    reader.close();
    const whole = storeRun({ seed: SEED, steps: STEPS, eagerness: 3 });
    const undisturbed = [...exportLines(allJournalRows(whole.reader, 1), allBars(whole.reader, 1))];
    whole.dispose();
    expect(killed).toEqual(undisturbed);
  });

  test('lets its lock go: a new desk that waits gets the file', async () => {
    const other = new StoreFolder();
    const child = spawn(process.execPath, [WRITER, other.path, '1', '3000'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.stdout.resume();
    expect(() => other.open()).toThrow(/Another desk works on/);
    setTimeout(() => child.kill('SIGKILL'), 0);
    await new Promise((resolve) => child.once('close', resolve));
    expect(other.open({ lockWaitMs: 5_000 }).how).toBe('resumed');
    other.dispose();
  });
});
