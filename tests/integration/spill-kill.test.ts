import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { checkFile } from '../../engine/store/checker/check-file.ts';
import { fileContent } from '../support/file-content.ts';
import { journalScript } from '../support/store/journal-script.ts';
import { StoreFolder } from '../support/store/store-folder.ts';

const WRITER = fileURLToPath(new URL('../fixtures/spill-writer.ts', import.meta.url));
const SEED = 23;
const KILLS = Number(process.env['PITWALL_KILLS'] ?? '12');
/** Enough for every life to die before the run ends. */
const STEPS = KILLS * 16;
const folder = new StoreFolder();
afterAll(() => folder.dispose());

interface Life {
  /** Step of the last commit that it could tell others of. */
  readonly acknowledged: number | undefined;
  readonly merged: number;
  /** Where it died: a point's name, or "from outside". */
  readonly died: string | undefined;
}

/** One life: dies at its own `points`th point, or after `ms` of wall time. */
function live(seed: number, points: number, ms: number | undefined): Promise<Life> {
  return new Promise((resolve, reject) => {
    const args = [WRITER, folder.path, String(SEED), String(STEPS), String(seed), String(points)];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let errors = '';
    const timer = ms === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), ms);
    child.stdout.on('data', (chunk: Buffer) => (out += String(chunk)));
    child.stderr.on('data', (chunk: Buffer) => (errors += String(chunk)));
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      if (code !== null && code !== 0) return reject(new Error(errors));
      const lines = out.split('\n').slice(0, -1);
      const steps = lines.filter((line) => /^\d+$/.test(line));
      resolve({
        acknowledged: steps.length === 0 ? undefined : Number(steps.at(-1)),
        merged: Number(lines.find((line) => line.startsWith('merged'))?.slice(7) ?? '0'),
        died: lines.includes('done')
          ? undefined
          : (lines.find((line) => line.startsWith('dies'))?.slice(5) ?? 'from outside'),
      });
    });
  });
}

describe('a desk killed while its file is locked, it spills, commits and clears', () => {
  test(
    `${KILLS} kills: nothing lost that it could tell others of, nothing doubled`,
    async () => {
      const commits = journalScript({ seed: SEED, steps: STEPS, eagerness: 3 });
      let random = 4_711;
      const below = (n: number): number => {
        random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 0;
        return (random >>> 8) % n;
      };
      const deaths = new Map<string, number>();
      let merged = 0;
      let done = false;
      for (let round = 1; !done; round += 1) {
        const isOver = round > KILLS;
        const ms = !isOver && below(4) === 0 ? 150 + below(300) : undefined;
        const life = await live(round, isOver ? Number.MAX_SAFE_INTEGER : 1 + below(40), ms);
        done = life.died === undefined;
        if (life.died !== undefined) deaths.set(life.died, (deaths.get(life.died) ?? 0) + 1);
        merged += life.merged;
        // Looked at in a copy: the next life is to find what this one left.
        const copy = folder.copyAsKilled();
        const { journal, spillFound } = folder.open({ dataDir: copy });
        const { step, lastSeq } = journal.recover();
        expect([life.died, spillFound.setAside]).toEqual([life.died, undefined]);
        if (life.acknowledged !== undefined) {
          expect([life.acknowledged, life.acknowledged + 1], `after ${life.died}`).toContain(step);
        }
        const before = lastSeq === 0 ? [] : commits.filter((commit) => commit.step <= step);
        expect([...journal.rows()]).toEqual(before.flatMap((commit) => commit.rows));
        folder.closeAll();
        expect(fileContent(copy)['log_lines']).toHaveLength(before.flatMap((commit) => commit.logs).length);
        expect(checkFile(copy, { structure: false }).findings.all()).toEqual([]);
        rmSync(copy, { recursive: true });
      }
      const told = [...deaths].map(([name, count]) => `${name} ${count}`).sort();
      console.log(`deaths: ${told.join(', ')}; ${merged} spilled commits were taken in by the next life`);
      expect([...deaths.values()].reduce((sum, count) => sum + count, 0)).toBe(KILLS);
      expect(merged).toBeGreaterThan(0);
      const other = new StoreFolder();
      const { journal } = other.open({ wallNow: () => 1_790_000_000_000 });
      for (const commit of commits) journal.commit({ ...commit, durable: false });
      expect(fileContent(folder.path)).toEqual(fileContent(other.path));
      other.dispose();
    },
    60_000 + KILLS * 5_000,
  );
});
