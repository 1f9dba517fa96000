import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OpenedJournal } from '../../../../../engine/store/journal/open-journal.ts';
import { checkFile } from '../../../../../engine/store/checker/check-file.ts';
import { readSpill, spillPath } from '../../../../../engine/store/journal/spill-file.ts';
import { decodeSpill, encodeRecord, usedBytes } from '../../../../../engine/store/journal/spill-format.ts';
import { dbPath } from '../../../../../engine/store/schema/files.ts';
import { fileContent } from '../../../../support/file-content.ts';
import { emptyCommit, someRow } from '../../../../support/store/journal-script.ts';
import { SpillFolder, act, logLines, spill } from '../../../../support/store/spill-folder.ts';
import { SCRIPT_REQUEST, lockFile } from '../../../../support/store/store-folder.ts';

const NOTHING = { mergedCommits: 0, mergedRows: 0, tornBytes: 0, setAside: undefined };

let folder: SpillFolder;
beforeEach(() => {
  folder = new SpillFolder();
});
afterEach(() => folder.dispose());

describe('a desk killed with commits in the spill', () => {
  test('the next start takes them into the file, and says so', () => {
    const dataDir = folder.killed(2, 5);
    const { journal, spillFound, how } = folder.open({ dataDir });
    expect([how, spillFound]).toEqual(['resumed', { ...NOTHING, mergedCommits: 3, mergedRows: 3 }]);
    expect(folder.said.filter((line) => line.includes('spill'))).toEqual([
      'warn the last desk left 3 commits with 3 rows in the spill; they are in the file now',
    ]);
    expect([...journal.rows()]).toEqual([1, 2, 3, 4, 5].map((seq) => someRow(seq, seq)));
    expect(journal.recover()).toMatchObject({ step: 5, lastSeq: 5, deskState: '{"seq":5}' });
    expect(logLines(dataDir)).toEqual([1, 2, 3, 4, 5].map((n) => `line ${n}`));
    expect(usedBytes(readSpill(dataDir))).toBe(0);
    folder.closeAll();
    expect(folder.open({ dataDir }).spillFound).toEqual(NOTHING);
    folder.closeAll();
    expect(checkFile(dataDir).findings.all()).toEqual([]);
  });

  test('the rows keep the wall time at which they were spilled', () => {
    let wallMs = 1_000;
    const wallNow = (): number => (wallMs += 1);
    const dataDir = folder.killed(1, 3, { wallNow });
    wallMs = 9_000;
    folder.open({ dataDir, wallNow });
    const times = (fileContent(dataDir)['journal'] as { wall_ms: number }[]).map((row) => row.wall_ms);
    expect(times.every((time) => time < 9_000)).toBe(true);
  });

  test('killed at the first commit of all', () => {
    const dataDir = folder.killed(0, 2);
    expect(folder.open({ dataDir }).spillFound).toMatchObject({ mergedCommits: 2, setAside: undefined });
  });

  test.each([
    ['with rows', act],
    ['without rows', (seq: number) => ({ ...act(seq), rows: [] })],
  ])('killed between COMMIT and the clearing, %s: nothing is doubled', (_name, make) => {
    let copy = '';
    const { journal } = folder.open({ faults: { beforeClear: () => (copy = folder.copyAsKilled()) } });
    journal.commit(act(1));
    const unlock = lockFile(folder.path);
    spill(journal, make(2), make(3));
    unlock();
    journal.commit(make(4));
    expect(decodeSpill(readSpill(copy)).records).toHaveLength(2);
    const { journal: next, spillFound } = folder.open({ dataDir: copy });
    expect(spillFound).toEqual(NOTHING);
    expect(folder.said).toContain('info 2 commits of the spill were in the file already');
    expect(logLines(copy)).toEqual([1, 2, 3, 4].map((n) => `line ${n}`));
    expect(next.recover()).toEqual(journal.recover());
    expect(usedBytes(readSpill(copy))).toBe(0);
  });

  test('a record whose rows the file has is passed over by their hash, also when the file names another spill', () => {
    const dataDir = folder.killed(1, 3);
    const bytes = readSpill(dataDir);
    folder.open({ dataDir });
    folder.closeAll();
    // As when a commit that failed at its flush came to the disk all the same, and was spilled.
    const [first, second] = decodeSpill(bytes).records;
    const later = { ...second!, spillId: 'later' };
    writeFileSync(
      spillPath(dataDir),
      Buffer.concat([encodeRecord({ ...first!, spillId: 'later' }), encodeRecord(later)]),
    );
    expect(folder.open({ dataDir }).spillFound).toEqual(NOTHING);
    expect(logLines(dataDir)).toEqual(['line 1', 'line 2', 'line 3']);
  });

  test('killed at each byte of an append: every whole record is there, and no half one', () => {
    const dataDir = folder.killed(1, 3);
    const bytes = readSpill(dataDir);
    const used = usedBytes(bytes);
    const [first] = decodeSpill(bytes).records;
    const end = encodeRecord(first!).length;
    for (let length = end; length <= used; length += 1) {
      const copy = folder.copyAsKilled(dataDir);
      truncateSync(spillPath(copy), length);
      const count = length === used ? 2 : 1;
      const { journal, spillFound } = folder.open({ dataDir: copy });
      const tornBytes = length === used ? 0 : usedBytes(bytes.subarray(0, length), end) - end;
      expect([length, spillFound]).toEqual([
        length,
        { mergedCommits: count, mergedRows: count, tornBytes, setAside: undefined },
      ]);
      expect([...journal.rows()].map(({ seq }) => seq)).toEqual([1, 2, 3].slice(0, 1 + count));
      expect(folder.said.some((line) => line.includes(`dropped ${tornBytes} bytes`))).toBe(tornBytes > 0);
      folder.said.length = 0;
      folder.closeAll();
      rmSync(copy, { recursive: true });
    }
  }, 120_000);

  test('the clearing itself broken off: what is left was in the file', () => {
    const dataDir = folder.killed(1, 4);
    const bytes = readSpill(dataDir);
    const merged = folder.open({ dataDir });
    const before = merged.journal.recover();
    folder.closeAll();
    const [first] = decodeSpill(bytes).records;
    const zeroed = encodeRecord(first!).length - 20;
    writeFileSync(spillPath(dataDir), Buffer.from(bytes).fill(0, 0, zeroed));
    const { journal, spillFound } = folder.open({ dataDir });
    expect([spillFound, journal.recover()]).toEqual([NOTHING, before]);
    expect(folder.said.filter((line) => line.startsWith('error'))).toEqual([]);
  });

  test('another run is started: the spilled one gets its rows, and the present one shows its own strategies', () => {
    const request = { ...SCRIPT_REQUEST, mode: 'REPLAY', configHash: 'a recording' } as const;
    const { journal } = folder.open({ request });
    const joined = { type: 'StrategyJoined', book: 'MNQ', contractId: 'MNQZ6' } as const;
    journal.commit(emptyCommit(1, { rows: [someRow(1, 1)] }));
    const unlock = lockFile(folder.path);
    const ended = someRow(3, 2, { event: { type: 'RunEnded', reason: 'end_of_data' } });
    spill(journal, emptyCommit(2, { rows: [someRow(2, 2, { event: joined }), ended] }));
    const dataDir = folder.copyAsKilled();
    unlock();
    folder.closeAll();
    const other = folder.open({ dataDir });
    expect([other.how, other.journal.identity.run]).toEqual(['fresh', 'run-2']);
    expect(other.spillFound).toMatchObject({ mergedCommits: 1, mergedRows: 2 });
    expect([...other.journal.rows()]).toEqual([]);
    const enabled = (fileContent(dataDir)['strategies'] as { enabled: number }[]).map((row) => row.enabled);
    expect(enabled).toEqual([0, 0, 0, 0, 0]);
    folder.closeAll();
    expect(checkFile(dataDir).findings.all()).toEqual([]);
    // The recording's run has ended by what was spilled: the same request begins a new one.
    expect(folder.open({ dataDir, request }).journal.identity.run).toBe('run-3');
    const rows = fileContent(dataDir)['journal'] as { run: number; seq: number }[];
    expect(rows.map(({ run, seq }) => [run, seq])).toEqual([
      [1, 1],
      [1, 2],
      [1, 3],
    ]);
  });

  test('the spill of a run beside a file that shows another: that one`s strategies stay as they are', () => {
    const join = (seq: number, book: string) => {
      const event = { type: 'StrategyJoined', book, contractId: 'MNQZ6' } as const;
      return emptyCommit(seq, { rows: [someRow(seq, seq, { book, event })] });
    };
    const recording = { ...SCRIPT_REQUEST, mode: 'REPLAY' } as const;
    folder.open().journal.commit(act(1));
    folder.closeAll();
    folder.open({ request: recording }).journal.commit(join(1, 'MES'));
    folder.closeAll();
    const dataDir = folder.copyAsKilled();
    const { journal } = folder.open();
    const unlock = lockFile(folder.path);
    spill(journal, join(2, 'MNQ'));
    writeFileSync(spillPath(dataDir), readSpill(folder.path));
    unlock();
    const { spillFound } = folder.open({ dataDir, request: recording });
    expect(spillFound).toMatchObject({ mergedCommits: 1, setAside: undefined });
    const strategies = fileContent(dataDir)['strategies'] as { book: string; enabled: number }[];
    expect(strategies.filter(({ enabled }) => enabled === 1).map(({ book }) => book)).toEqual(['MES']);
  });

  test('an old desk that has been replaced takes nothing in', () => {
    const dataDir = folder.killed(1, 2, { epoch: 7 });
    const before = readSpill(dataDir);
    expect(() => folder.open({ dataDir, epoch: 6 })).toThrow('has been replaced');
    expect(readSpill(dataDir).equals(before)).toBe(true);
  });
});

describe('a spill that does not fit the file', () => {
  /** Two commits in the spill behind commit 4; the file is that of commit 2. */
  function restored(): { readonly dataDir: string; readonly bytes: Buffer } {
    const { journal } = folder.open();
    for (const seq of [1, 2]) journal.commit(act(seq));
    const backup = folder.copyAsKilled();
    for (const seq of [3, 4]) journal.commit(act(seq));
    const unlock = lockFile(folder.path);
    spill(journal, act(5), act(6));
    const bytes = readSpill(folder.path);
    unlock();
    folder.closeAll();
    writeFileSync(spillPath(backup), bytes);
    return { dataDir: backup, bytes };
  }

  function expectSetAside({ spillFound }: OpenedJournal, dataDir: string, bytes: Buffer, words: string): void {
    const { setAside } = spillFound;
    expect(setAside).toMatch(/journal\.spill\.set-aside-20260921T141320000Z(-2)?$/);
    expect(readFileSync(setAside!).equals(bytes)).toBe(true);
    const errors = folder.said.filter((line) => line.startsWith('error'));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain(words);
    expect(errors[0]).toContain(setAside);
    expect(usedBytes(readSpill(dataDir))).toBe(0);
  }

  test('the file of a backup: set aside whole, never written over, and the run goes on from the backup', () => {
    const { dataDir, bytes } = restored();
    const opened = folder.open({ dataDir });
    expectSetAside(opened, dataDir, bytes, 'expected commits of run-1 that follow row 2 with hash');
    expect([...opened.journal.rows()].map(({ seq }) => seq)).toEqual([1, 2]);
    const unlock = lockFile(dataDir);
    spill(opened.journal, act(3, 7));
    unlock();
    opened.journal.commit(act(4, 7));
    folder.closeAll();
    expect(checkFile(dataDir).findings.all()).toEqual([]);
    // The same again at the same instant: the first one stays.
    folder.said.length = 0;
    writeFileSync(spillPath(dataDir), bytes);
    const again = folder.open({ dataDir });
    expectSetAside(again, dataDir, bytes, 'that follow row 4');
    expect(again.spillFound.setAside).not.toBe(opened.spillFound.setAside);
  });

  test('a new file in place of a damaged one', () => {
    const { dataDir, bytes } = restored();
    for (const ending of ['', '-wal', '-shm']) rmSync(dbPath(dataDir) + ending, { force: true });
    expectSetAside(folder.open({ dataDir }), dataDir, bytes, 'there is no run-1 of account SIM-1 in the file');
  });

  test('a record damaged between others: what stands before it is taken in, and all is set aside', () => {
    const { journal } = folder.open();
    const unlock = lockFile(folder.path);
    spill(journal, act(1), act(2), act(3));
    unlock();
    folder.closeAll();
    const bytes = readSpill(folder.path);
    const ends = encodeRecord(decodeSpill(bytes).records[0]!).length;
    bytes[ends + 100] = bytes[ends + 100]! ^ 1;
    writeFileSync(spillPath(folder.path), bytes);
    const opened = folder.open();
    expectSetAside(opened, folder.path, bytes, 'stand in it behind bytes that cannot be read');
    expect(opened.spillFound).toMatchObject({ mergedCommits: 1, mergedRows: 1 });
    expect([...opened.journal.rows()]).toEqual([someRow(1, 1)]);
  });

  test('bytes of another version', () => {
    folder.open();
    folder.closeAll();
    const bytes = Buffer.from('\u00f7PS2 and what a newer Pitwall puts there', 'latin1');
    writeFileSync(spillPath(folder.path), bytes);
    expectSetAside(folder.open(), folder.path, bytes, 'are not of this version');
  });

  test.each([
    [
      'another content of a bar',
      'expected the stored',
      { rows: [someRow(2, 2)], bars: [{ contractId: 'MNQZ6', root: 'MNQ', bar: bar(2) }] },
    ],
    ['a gap in its rows', 'expected journal row 3, found 4', { rows: [someRow(2, 2), someRow(4, 2)] }],
    ['a row that is none', 'null', { rows: [null as never] }],
  ])('a commit that no file would take: %s', (_name, words, extra) => {
    const { journal } = folder.open();
    journal.commit(
      emptyCommit(1, { rows: [someRow(1, 1)], bars: [{ contractId: 'MNQZ6', root: 'MNQ', bar: bar(1) }] }),
    );
    const unlock = lockFile(folder.path);
    spill(journal, emptyCommit(2, { rows: [someRow(2, 2)] }));
    unlock();
    const [record] = decodeSpill(readSpill(folder.path)).records;
    folder.closeAll();
    const before = fileContent(folder.path);
    const bytes = encodeRecord({ ...record!, commit: emptyCommit(2, extra) });
    writeFileSync(spillPath(folder.path), bytes);
    expectSetAside(folder.open(), folder.path, bytes, words);
    expect(fileContent(folder.path)).toEqual(before);
  });

  test('a spill that cannot be read ends the start, and is left as it is', () => {
    mkdirSync(spillPath(folder.path));
    expect(() => folder.open()).toThrow(/spill .* cannot be read: EISDIR.* move it away to start without it/);
    expect(statSync(spillPath(folder.path)).isDirectory()).toBe(true);
    expect(readdirSync(folder.path)).not.toContain('pitwall.db-wal');
  });
});

function bar(close: number) {
  return { timeMs: 1_700_000_040_000, open: 1, high: 9, low: 1, close, volume: 9 };
}
