import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JournalUnavailable, SpillUnavailable } from '../../engine/ports/journal.ts';
import { MemoryJournal } from '../../engine/ports/memory-journal.ts';
import { checkFile } from '../../engine/store/checker/check-file.ts';
import type { SqliteJournal } from '../../engine/store/journal/sqlite-journal.ts';
import { fileContent } from '../support/file-content.ts';
import { CONTRACT_IDENTITY } from '../support/store/journal-contract.ts';
import { journalScript } from '../support/store/journal-script.ts';
import { StoreFolder, lockFile } from '../support/store/store-folder.ts';

const commits = journalScript({ seed: 31, steps: 45, eagerness: 4 });
const OPTIONS = { busyMs: 1, wallNow: () => 1_790_000_000_000, spillBytes: 1 << 20 };
const RUNS = Number(process.env['PITWALL_RUNS'] ?? '15');

/** What befalls one commit, and the desk after it. */
const mishap = fc.record({
  locked: fc.constantFrom(true, true, true, false),
  spill: fc.constantFrom('taken', 'taken', 'taken', 'fails'),
  after: fc.constantFrom('on', 'on', 'on', 'on', 'on', 'on', 'on', 'killed', 'killed before the clearing', 'closed'),
});
type Mishap = typeof mishap extends fc.Arbitrary<infer T> ? T : never;

let undisturbed: ReturnType<typeof fileContent>;
beforeAll(() => {
  const folder = new StoreFolder();
  const { journal } = folder.open(OPTIONS);
  for (const commit of commits) journal.commit(commit);
  undisturbed = fileContent(folder.path);
  folder.dispose();
});

class Life {
  readonly folder = new StoreFolder();
  readonly twin = new MemoryJournal(CONTRACT_IDENTITY);
  dataDir = this.folder.path;
  journal: SqliteJournal;
  private unlock: (() => void) | undefined;
  private failSpill = false;
  private copyAtClear: string | undefined;

  constructor() {
    this.journal = this.open();
  }

  go(commit: (typeof commits)[number], { locked, spill, after }: Mishap): void {
    this.lock(locked);
    this.copyAtClear = undefined;
    if (locked) this.twin.failCommits(1);
    if (this.both((journal) => journal.commit(commit)) === 'JournalUnavailable') {
      if (spill === 'fails') {
        this.failSpill = true;
        this.twin.failSpills(1);
        expect(this.both((journal) => journal.spill(commit))).toBe('SpillUnavailable');
        this.lock(false);
        expect(this.both((journal) => journal.commit(commit))).toBe('done');
      } else expect(this.both((journal) => journal.spill(commit))).toBe('done');
    }
    this.agree();
    if (after === 'killed') this.restart(this.folder.copyAsKilled(this.dataDir));
    else if (after === 'killed before the clearing') this.restart(this.copyAtClear);
    else if (after === 'closed') this.restart(this.dataDir);
    this.agree();
  }

  /** File and twin answer alike. */
  agree(): void {
    expect(this.journal.recover()).toEqual(this.twin.recover());
    expect([...this.journal.rows()]).toEqual([...this.twin.rows()]);
    const { fault: _a, spillBytes: _b, spillCapacityBytes: _c, ballast: _d, ...health } = this.journal.health();
    expect(this.twin.health()).toMatchObject(health);
  }

  /** What both come to: "done", or the name of the error. */
  private both(act: (journal: SqliteJournal | MemoryJournal) => void): string {
    const [file, memory] = [this.journal, this.twin].map((journal) => {
      try {
        act(journal);
        return 'done';
      } catch (error) {
        if (error instanceof JournalUnavailable || error instanceof SpillUnavailable) return error.name;
        throw error;
      }
    });
    expect(memory).toBe(file);
    return file!;
  }

  private lock(wanted: boolean): void {
    if (wanted) this.unlock ??= lockFile(this.dataDir);
    else {
      this.unlock?.();
      this.unlock = undefined;
    }
  }

  private restart(dataDir: string | undefined): void {
    if (dataDir === undefined) return;
    this.lock(false);
    this.folder.closeAll();
    this.dataDir = dataDir;
    this.journal = this.open();
    this.twin.restart();
  }

  private open(): SqliteJournal {
    return this.folder.open({
      ...OPTIONS,
      dataDir: this.dataDir,
      faults: {
        beforeSpill: () => {
          if (!this.failSpill) return;
          this.failSpill = false;
          throw new Error('the disk has failed');
        },
        beforeClear: () => {
          this.copyAtClear = this.folder.copyAsKilled(this.dataDir);
        },
      },
    }).journal;
  }
}

describe('whatever befalls the file', () => {
  let kills = 0;
  let spills = 0;
  afterAll(() => console.log(`${RUNS} runs of ${commits.length} commits: ${spills} spilled, ${kills} restarts`));

  test('it holds in the end what it would hold undisturbed, and answers alike all the time', () => {
    fc.assert(
      fc.property(fc.array(mishap, { minLength: commits.length, maxLength: commits.length }), (mishaps) => {
        const life = new Life();
        try {
          mishaps.forEach((one, n) => life.go(commits[n]!, n === commits.length - 1 ? UNDISTURBED : one));
          spills += mishaps.filter(({ locked, spill }) => locked && spill === 'taken').length;
          kills += mishaps.filter(({ after }) => after !== 'on').length;
          expect(fileContent(life.dataDir)).toEqual(undisturbed);
          expect(checkFile(life.dataDir).findings.all()).toEqual([]);
        } finally {
          life.folder.dispose();
        }
      }),
      { numRuns: RUNS },
    );
  });
});

const UNDISTURBED: Mishap = { locked: false, spill: 'taken', after: 'on' };
