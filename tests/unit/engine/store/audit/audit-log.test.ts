import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../../../../engine/ports/clock.ts';
import { FOLD_MS } from '../../../../../engine/ports/audit-fold.ts';
import { silentLogger, type Logger } from '../../../../../engine/ports/logger.ts';
import { AuditFile, setDamagedAuditAside } from '../../../../../engine/store/audit/audit-file.ts';
import { AuditLog } from '../../../../../engine/store/audit/audit-log.ts';
import { AUDIT_BOUNDS } from '../../../../../engine/store/audit/audit-schema.ts';
import { AuditFileReader } from '../../../../../engine/store/audit/read-audit.ts';
import { checkAudit } from '../../../../../engine/store/checker/audit-check.ts';
import { Findings } from '../../../../../engine/store/checker/findings.ts';
import { auditPath } from '../../../../../engine/store/schema/files.ts';
import { noteOf } from '../../../../support/audit-notes.ts';
import { auditContract } from '../../../../support/store/audit-contract.ts';

const DAY_MS = 86_400_000;

describe('the file of the audit log', () => {
  let folder: string;
  let clock: ManualClock;
  const closing: { close(): void }[] = [];
  const open = (given: { door?: string; logger?: Logger; onFault?: (fault: string | undefined) => void } = {}) => {
    const log = new AuditLog({ dataDir: folder, door: 'hub', clock, logger: silentLogger, ...given });
    const reader = new AuditFileReader(folder);
    closing.push(log, reader);
    return Object.assign(log, { read: reader.read.bind(reader) });
  };
  const findings = (): readonly string[] => {
    const found = new Findings();
    checkAudit(folder, found);
    return found.all().map(({ where, what }) => `${where}: ${what}`);
  };
  /** As another program would that goes round our triggers. */
  const tamper = (sql: string): void => {
    const db = new Database(auditPath(folder));
    db.exec('DROP TRIGGER IF EXISTS rows_stay; DROP TRIGGER IF EXISTS rows_are_kept;');
    db.exec(sql);
    db.close();
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pitwall-audit-'));
    clock = new ManualClock(Date.UTC(2026, 10, 20));
  });
  afterEach(() => {
    for (const each of closing.splice(0)) each.close();
    rmSync(folder, { recursive: true, force: true });
  });

  auditContract(() => open());

  it('is for its owner alone, and is written at once', () => {
    open().note(noteOf());
    expect(statSync(auditPath(folder)).mode & 0o777).toBe(0o600);
    expect(new AuditFileReader(folder).read({ limit: 9 })).toMatchObject([{ what: 'stop', door: 'hub', count: 1 }]);
  });

  it('is one log of several processes, with a chain that holds', () => {
    const logs = ['hub', 'MNQ', 'MES'].map((door) => open({ door }));
    for (let n = 0; n < 30; n += 1) logs[n % 3]?.note(noteOf({ scope: `order-${n}` }));
    expect(logs[0]?.read({ limit: 99 }).map(({ scope }) => scope)).toEqual(
      Array.from({ length: 30 }, (_, n) => `order-${n}`),
    );
    expect(findings()).toEqual([]);
  });

  it('writes what it counted when it is closed', () => {
    const log = open();
    log.note(noteOf());
    log.note(noteOf());
    log.close();
    expect(new AuditFileReader(folder).read({ limit: 9 }).map(({ count }) => count)).toEqual([1, 1]);
  });

  it('lets nobody change or remove a row', () => {
    open().note(noteOf());
    const db = new Database(auditPath(folder));
    expect(() => db.exec("UPDATE rows SET actor = 'Ann'")).toThrow(/not changed/);
    expect(() => db.exec('DELETE FROM rows')).toThrow(/not removed/);
    db.close();
  });

  it('shows a row that was changed, taken out, put in, or cut off', () => {
    const log = open();
    for (let n = 1; n <= 5; n += 1) log.note(noteOf({ scope: `order-${n}` }));
    tamper("UPDATE rows SET actor = 'Ann' WHERE seq = 2");
    expect(findings()).toEqual(['commands row 2: hash']);
    tamper('DELETE FROM rows WHERE seq = 5');
    expect(findings()).toContain('commands: last row');
    tamper('DELETE FROM rows WHERE seq = 3');
    expect(findings()).toContain('commands row 4: number after the row before');
  });

  it('drops the oldest rows of a part by number and by age, and the rest still holds', () => {
    const file = new AuditFile(folder, { busyMs: 0, checkpoints: true });
    closing.push(file);
    const row = (n: number, timeMs: number) => ({
      ...{ part: 'strangers' as const, kind: 'session' as const, what: 'log-in', actor: '', device: 'x' },
      ...{ address: `10.0.0.${n}`, scope: 'Ann', cause: '', result: 'unauthorized', count: 1, door: 'hub' },
      ...{ timeMs, untilMs: timeMs },
    });
    const begin = clock.now();
    const { rows: most, ageMs } = AUDIT_BOUNDS.strangers;
    for (let n = 0; n < most + 500; n += 500) file.append(Array.from({ length: 500 }, (_, i) => row(n + i, begin)));
    const kept = (): number => {
      const db = new Database(auditPath(folder), { readonly: true });
      const count = db.prepare('SELECT count(*) FROM rows').pluck().get() as number;
      db.close();
      return count;
    };
    expect(kept()).toBe(most);
    expect(findings()).toEqual([]);
    file.append(Array.from({ length: 400 }, (_, i) => row(i, begin + ageMs + DAY_MS)));
    expect(kept()).toBeLessThan(most - 500);
    expect(findings()).toEqual([]);
  });

  it('keeps who added an owner, whatever a device does that may flatten', () => {
    const log = open();
    log.note(noteOf({ kind: 'people', what: 'add-user', actor: 'owner', isOwner: true, scope: 'Eve (owner)' }));
    for (let minute = 0; minute < 60; minute += 1) {
      for (let n = 0; n < 200; n += 1) log.note(noteOf({ what: 'cancel-order', scope: `order-${minute}-${n}` }));
      clock.advance(FOLD_MS);
    }
    expect(log.read({ limit: 9, kind: 'people' })).toMatchObject([{ scope: 'Eve (owner)' }]);
    const commands = log.read({ limit: 100_000, kind: 'command' });
    expect(commands.length).toBeLessThan(60 * 35);
    expect(commands.reduce((sum, { count }) => sum + count, 0)).toBe(12_000);
  });

  it('holds what a locked file does not take, says so once, and writes it when it can', () => {
    const said: string[] = [];
    const faults: (string | undefined)[] = [];
    const logger = {
      ...silentLogger,
      error: (text: string) => said.push(text),
      warn: (text: string) => said.push(text),
    };
    const log = open({ logger, onFault: (fault) => faults.push(fault) });
    log.note(noteOf({ scope: 'first' }));
    const other = new Database(auditPath(folder));
    other.exec('BEGIN IMMEDIATE');
    for (let n = 0; n < 3; n += 1) log.note(noteOf({ scope: `locked-${n}` }));
    clock.advance(3_000);
    expect(log.waiting).toBe(3);
    expect(said).toEqual([expect.stringContaining('THE AUDIT LOG CANNOT BE WRITTEN')]);
    other.close();
    clock.advance(1_000);
    expect(log.waiting).toBe(0);
    expect(log.read({ limit: 9 }).map(({ scope }) => scope)).toEqual(['first', 'locked-0', 'locked-1', 'locked-2']);
    expect(said.at(-1)).toBe('the audit log is written again');
    expect(faults).toEqual([expect.stringContaining('locked'), undefined]);
    expect(findings()).toEqual([]);
  });

  it('says how many rows were lost when more came than could be held', () => {
    const log = open();
    log.note(noteOf({ scope: 'first' }));
    const other = new Database(auditPath(folder));
    other.exec('BEGIN IMMEDIATE');
    log.note(noteOf({ kind: 'people', what: 'add-user', actor: 'owner', isOwner: true }));
    for (let n = 0; n < 10_050; n += 1) log.note(noteOf({ actor: `user-${n}`, result: 'forbidden' }));
    other.close();
    for (let n = 0; n < 30; n += 1) clock.advance(1_000);
    expect(log.waiting).toBe(0);
    expect(log.read({ limit: 9, kind: 'log' })).toMatchObject([{ what: 'rows-lost', count: 51 }]);
    expect(log.read({ limit: 9, kind: 'people' })).toHaveLength(1);
  });

  it('logs what is left when it is closed and the file does not take it', () => {
    const said: string[] = [];
    writeFileSync(auditPath(folder), 'this is no database, and was never one of ours. '.repeat(100));
    const log = open({ logger: { ...silentLogger, error: (text: string) => said.push(text) } });
    log.note(noteOf());
    log.close();
    expect(said).toHaveLength(2);
  });

  it('sets aside a file that is damaged or not an audit log, and begins a new one', () => {
    expect(setDamagedAuditAside(folder, clock.now())).toBeUndefined();
    writeFileSync(auditPath(folder), 'this is no database, and was never one of ours. '.repeat(100));
    const away = setDamagedAuditAside(folder, clock.now());
    expect(away).toBe(`${auditPath(folder)}.set-aside-20261120T000000000Z`);
    expect(existsSync(auditPath(folder))).toBe(false);
    open().note(noteOf());
    expect(setDamagedAuditAside(folder, clock.now())).toBeUndefined();
    expect(readdirSync(folder)).toContain('audit.db');
  });
});
