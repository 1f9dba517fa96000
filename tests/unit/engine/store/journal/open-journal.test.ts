import { createHash } from 'node:crypto';
import {
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
  openSync,
  writeSync,
  closeSync,
  existsSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OpenOptions } from '../../../../../engine/store/journal/open-journal.ts';
import { JournalUnavailable } from '../../../../../engine/ports/journal.ts';
import { dbPath } from '../../../../../engine/store/schema/files.ts';
import { StoreProblem } from '../../../../../engine/store/schema/problem.ts';
import { emptyCommit, journalScript, someRow } from '../../../../support/store/journal-script.ts';
import { SCRIPT_REQUEST, StoreFolder } from '../../../../support/store/store-folder.ts';
import { runSql, tamper } from '../../../../support/store/tamper.ts';

let folder: StoreFolder;
beforeEach(() => {
  folder = new StoreFolder();
});
afterEach(() => folder.dispose());

function problem(options: Partial<OpenOptions> = {}): StoreProblem {
  try {
    folder.open(options);
  } catch (error) {
    if (error instanceof StoreProblem) return error;
    throw error;
  }
  throw new Error('expected a StoreProblem, the journal was opened');
}

function hashOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

function overwrite(path: string, at: number, bytes: number): void {
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(bytes, 0xa5), 0, bytes, at);
  closeSync(file);
}

describe('openJournal: guards', () => {
  test('makes a folder that is not there', () => {
    const dataDir = join(folder.path, 'a', 'b');
    expect(folder.open({ dataDir }).how).toBe('fresh');
    expect(statSync(dataDir).mode & 0o077).toBe(0);
    for (const name of ['pitwall.db', 'pitwall.db-wal']) expect(statSync(join(dataDir, name)).mode & 0o777).toBe(0o600);
  });

  test('a folder that cannot be made: below a regular file', () => {
    writeFileSync(join(folder.path, 'file'), '');
    const found = problem({ dataDir: join(folder.path, 'file', 'data') });
    expect(found.code).toBe('unwritable');
    expect(found.message).toContain('choose another with --data-dir');
  });

  test('a second desk is refused while the first one works, and may go on after it', () => {
    folder.open();
    const found = problem();
    expect(found.code).toBe('locked');
    expect(found.message).toMatch(/Another desk works on .* Nothing was changed/);
    folder.closeAll();
    expect(folder.open().how).toBe('resumed');
  });

  test('another program holds the file at the start', () => {
    folder.open();
    folder.closeAll();
    const other = new Database(dbPath(folder.path));
    other.exec('BEGIN IMMEDIATE');
    const found = problem();
    expect(found.code).toBe('locked');
    expect(found.message).toContain('Close the program that holds it');
    other.close();
    folder.open();
  });

  test('another program holds the file for a while: commits fail, nothing is lost, the same commit goes in later', () => {
    const { journal } = folder.open();
    journal.commit(emptyCommit(1, { rows: [someRow(1, 1)] }));
    const other = new Database(dbPath(folder.path));
    other.exec('BEGIN IMMEDIATE');
    const commit = emptyCommit(2, { rows: [someRow(2, 2)], durable: true });
    const began = performance.now();
    expect(() => journal.commit(commit)).toThrow(JournalUnavailable);
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(journal.recover().lastSeq).toBe(1);
    other.exec('ROLLBACK');
    other.close();
    journal.commit(commit);
    expect([...journal.rows()].map((row) => row.seq)).toEqual([1, 2]);
  });

  test('a newer schema is refused and the file left as it is', () => {
    folder.open();
    folder.closeAll();
    tamper(folder.path, (db) => db.pragma('user_version = 99'));
    const before = hashOf(dbPath(folder.path));
    const found = problem();
    expect(found.code).toBe('newer');
    expect(found.message).toMatch(/newer version of Pitwall \(schema 99; this one knows \d+\). Nothing was changed/);
    expect(hashOf(dbPath(folder.path))).toBe(before);
  });

  test.each([
    ['a text', (path: string) => writeFileSync(path, 'Dear diary, today I made a file that is called pitwall.db.')],
    [
      'a database of another program',
      (path: string) => {
        const other = new Database(path);
        other.exec('CREATE TABLE diary (day)');
        other.close();
      },
    ],
  ])('not a Pitwall file: %s is left as it is', (_name, make) => {
    make(dbPath(folder.path));
    const before = hashOf(dbPath(folder.path));
    const found = problem();
    expect(found.code).toBe('foreign');
    expect(found.message).toContain('left as it is');
    expect(hashOf(dbPath(folder.path))).toBe(before);
  });

  test('not a Pitwall file: a folder of that name', () => {
    mkdirSync(dbPath(folder.path));
    expect(problem().code).toBe('foreign');
  });

  test('an empty file, or one that died while it was made, is begun', () => {
    writeFileSync(dbPath(folder.path), '');
    expect(folder.open().how).toBe('fresh');
    folder.closeAll();
    const half = join(folder.path, 'half');
    mkdirSync(half);
    const made = new Database(dbPath(half));
    made.pragma('journal_mode = WAL');
    made.close();
    expect(folder.open({ dataDir: half }).how).toBe('fresh');
  });

  test('an old desk is refused after a newer one was there', () => {
    folder.open({ epoch: 7 });
    folder.closeAll();
    const found = problem({ epoch: 6 });
    expect(found.code).toBe('locked');
    expect(found.message).toContain('has been replaced');
    expect(folder.open({ epoch: 7 }).how).toBe('resumed');
  });
});

describe('openJournal: after a stop that was not in order', () => {
  test('everything committed is there, and the stop is told', () => {
    const { journal } = folder.open();
    const commits = journalScript({ seed: 1, steps: 120 });
    for (const commit of commits) journal.commit(commit);
    const after = folder.open({ dataDir: folder.copyAsKilled() });
    expect(after.afterUncleanStop).toBe(true);
    expect([...after.journal.rows()]).toEqual(commits.flatMap((commit) => commit.rows));
    expect(after.journal.recover()).toEqual(journal.recover());
    folder.closeAll();
    expect(folder.open().afterUncleanStop).toBe(false);
  });

  test('a damaged file is set aside whole; the next start begins a new one', () => {
    const { journal } = folder.open();
    for (const commit of journalScript({ seed: 1, steps: 400 })) journal.commit(commit);
    folder.closeAll();
    runSql(folder.path, `INSERT INTO meta VALUES ('open', '{"pid":1,"boot":null,"wallMs":0}')`);
    const path = dbPath(folder.path);
    for (let page = 5; page < 40; page += 5) overwrite(path, page * 4_096, 512);
    const before = hashOf(path);
    const found = problem({ wallNow: () => Date.parse('2026-11-20T11:30:09.123Z') });
    expect(found.code).toBe('damaged');
    const away = `${path}.damaged-20261120T113009123Z`;
    expect(found.message).toContain(`set aside whole as ${away}`);
    expect(found.message).toContain('to begin anew, simply start again');
    expect(hashOf(away)).toBe(before);
    expect(existsSync(path)).toBe(false);
    expect(folder.open().how).toBe('fresh');
    expect(hashOf(away)).toBe(before);
  });

  test('damage that shows while opening is treated alike, also after a clean stop', () => {
    folder.open();
    folder.closeAll();
    overwrite(dbPath(folder.path), 100, 400);
    const found = problem();
    expect(found.code).toBe('damaged');
    expect(readdirSync(folder.path).some((name) => name.includes('.damaged-'))).toBe(true);
  });

  test('a journal that was changed from outside is not folded into an account', () => {
    const { journal } = folder.open();
    journal.commit(emptyCommit(1, { rows: [1, 2, 3, 4].map((seq) => someRow(seq, 1)) }));
    folder.closeAll();
    runSql(folder.path, 'UPDATE journal SET time_ms = time_ms + 1 WHERE seq = 2');
    const { journal: changed } = folder.open();
    expect(() => [...changed.rows()]).toThrow(/run-1 .* is not what was written: expected row 2/);
    folder.closeAll();
    runSql(folder.path, 'DELETE FROM journal WHERE seq = 4');
    expect(problem().message).toMatch(/expected row 4 with its hash, found row 3/);
  });
});

describe('openJournal: a full disk', () => {
  test('commits fail without a trace until there is room again', () => {
    const { journal } = folder.open({ faults: { maxPageCount: 60 } });
    const rows = (step: number) => Array.from({ length: 50 }, (_, n) => someRow((step - 1) * 50 + n + 1, step));
    let step = 0;
    expect(() => {
      for (;;) {
        journal.commit(emptyCommit(step + 1, { rows: rows(step + 1) }));
        step += 1;
      }
    }).toThrow(JournalUnavailable);
    expect(step).toBeGreaterThan(2);
    expect(journal.recover()).toMatchObject({ step, lastSeq: step * 50 });
    expect(() => journal.commit(emptyCommit(step + 1, { rows: rows(step + 1) }))).toThrow(/full/);
    journal.commit(emptyCommit(step + 1));
    folder.closeAll();
    const { journal: roomy } = folder.open();
    expect(roomy.recover()).toMatchObject({ step: step + 1, lastSeq: step * 50 });
    roomy.commit(emptyCommit(step + 2, { rows: rows(step + 1) }));
    expect([...roomy.rows()]).toHaveLength((step + 1) * 50);
  });
});

describe('openJournal: what outside tools see', () => {
  test('strategies, trades and P&L by their documented names, in dollars and ISO time, of the present run', () => {
    const { journal } = folder.open();
    const commits = journalScript({ seed: 4, steps: 500, eagerness: 3 });
    for (const commit of commits) journal.commit(commit);
    const db = new Database(dbPath(folder.path), { readonly: true });
    expect(db.prepare('SELECT id, name, enabled FROM strategies ORDER BY id').all()).toEqual([
      { id: 1, name: 'MNQ-WINNER', enabled: 1 },
      { id: 2, name: 'MES-WINNER', enabled: 1 },
      { id: 3, name: 'MGC-WINNER', enabled: 1 },
      { id: 4, name: 'M6E-WINNER', enabled: 1 },
      { id: 5, name: 'MGC-PO3', enabled: 1 },
    ]);
    const trade = commits.flatMap(({ rows }) => rows).find(({ event }) => event.type === 'TradeClosed')!.event;
    if (trade.type !== 'TradeClosed') throw new Error('expected a trade');
    const { tradeId, netCents, entryMs, entryTicksSum, qty, direction, root } = trade.trade;
    expect(db.prepare('SELECT * FROM trades WHERE trade_id = ?').get(tradeId)).toMatchObject({
      strategy_name: tradeId.replace(/-\d+-\d+$/, ''),
      side: direction,
      quantity: qty,
      pnl: netCents / 100,
      entry_time: new Date(entryMs).toISOString(),
      account: 'SIM-1',
      run: 'run-1',
    });
    const price = db.prepare('SELECT entry_price FROM trades WHERE trade_id = ?').pluck().get(tradeId);
    const tick = { MNQ: 0.25, MES: 0.25, MGC: 0.1, M6E: 0.0001 }[root]!;
    expect(price).toBeCloseTo((entryTicksSum / qty) * tick, 9);
    const [second] = commits.flatMap((commit) => commit.pnlSeconds);
    expect(db.prepare('SELECT * FROM strategy_pnl_history ORDER BY id LIMIT 1').get()).toEqual({
      id: expect.any(Number) as number,
      strategy_id: second!.strategy,
      strategy_name: 'MNQ-WINNER',
      pnl: second!.pnlCents / 100,
      drawdown: second!.drawdownCents / 100,
      timestamp: new Date(second!.second * 1_000).toISOString(),
    });
    db.close();
    folder.closeAll();
    folder.open({ request: { ...SCRIPT_REQUEST, mode: 'REPLAY' } });
    const after = new Database(dbPath(folder.path), { readonly: true });
    expect(after.prepare('SELECT count(*) FROM trades').pluck().get()).toBe(0);
    expect(after.prepare('SELECT count(*) FROM strategy_pnl_history').pluck().get()).toBe(0);
    expect(after.prepare('SELECT count(*) > 0 FROM all_trades').pluck().get()).toBe(1);
    expect(after.prepare('SELECT sum(enabled) FROM strategies').pluck().get()).toBe(0);
    after.close();
    folder.closeAll();
    folder.open();
    const back = new Database(dbPath(folder.path), { readonly: true });
    expect(back.prepare('SELECT sum(enabled) FROM strategies').pluck().get()).toBe(5);
    back.close();
  });
});

describe('openJournal: days in advance', () => {
  test('are kept as a whole', () => {
    const commits = journalScript({ seed: 2, steps: 300 });
    const { journal } = folder.open();
    journal.beginBulk();
    for (const commit of commits) journal.commit(commit);
    journal.endBulk();
    journal.commit(emptyCommit(301));
    const before = journal.recover();
    folder.closeAll();
    const again = folder.open();
    expect(again.how).toBe('resumed');
    expect(again.journal.recover()).toEqual(before);
    expect([...again.journal.rows()]).toEqual(commits.flatMap((commit) => commit.rows));
  });

  test('interrupted, the run is emptied and begins anew', () => {
    const commits = journalScript({ seed: 2, steps: 300 });
    const { journal } = folder.open();
    journal.beginBulk();
    for (const commit of commits) journal.commit(commit);
    const dataDir = folder.copyAsKilled();
    const cut = folder.open({ dataDir });
    expect(cut.how).toBe('restarted');
    expect(cut.journal.recover()).toEqual({
      step: 0,
      stepEndMs: 0,
      deskState: undefined,
      lastSeq: 0,
      lastLogSeq: 0,
      snapshots: [],
    });
    for (const commit of commits) cut.journal.commit(commit);
    expect([...cut.journal.rows()]).toHaveLength(commits.flatMap((commit) => commit.rows).length);
    folder.closeAll();
    expect(folder.open().how).toBe('restarted');
  });

  test('a failure within ends it: nothing goes on half', () => {
    const { journal } = folder.open();
    journal.beginBulk();
    journal.commit(emptyCommit(1));
    const bar = { timeMs: 60_000, open: 1, high: 1, low: 1, close: 1, volume: 1 };
    const other = { ...bar, close: 2 };
    const at = (given: typeof bar) => [{ contractId: 'MNQZ6', root: 'MNQ', bar: given }];
    journal.commit(emptyCommit(2, { bars: at(bar) }));
    expect(() => journal.commit(emptyCommit(3, { bars: at(other) }))).toThrow(/begun anew/);
    expect(() => journal.commit(emptyCommit(3))).toThrow(/failed before/);
    folder.closeAll();
    expect(folder.open().how).toBe('restarted');
  });
});
