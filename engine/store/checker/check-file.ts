import { existsSync } from 'node:fs';
import { APPLICATION_ID, dbPath } from '../schema/files.ts';
import type { Handle } from '../schema/handle.ts';
import { openHandle } from '../schema/handle.ts';
import { StoreProblem, isDamage, messageOf } from '../schema/problem.ts';
import type { RunReport } from './check-run.ts';
import { checkRun } from './check-run.ts';
import { Findings } from './findings.ts';
import { runsOf } from './read-run.ts';

export interface FileReport {
  readonly path: string;
  readonly runs: readonly RunReport[];
  readonly findings: Findings;
}

export interface CheckOptions {
  /** Name, number or account of one run; without it all runs. */
  readonly run?: string;
  /** False: the file's own structure is not read through (it takes a second per gigabyte). */
  readonly structure?: boolean;
}

/** Reads `pitwall.db` alone, by a read-only handle, in one state of the file. */
export function checkFile(dataDir: string, options: CheckOptions = {}): FileReport {
  const path = dbPath(dataDir);
  if (!existsSync(path)) throw new StoreProblem('missing', `There is no ${path}.`);
  const findings = new Findings();
  const db = openHandle(path, { readOnly: true, busyMs: 2_000 });
  try {
    db.exec('BEGIN');
    return { path, runs: checkOpen(db, path, options, findings), findings };
  } catch (error) {
    if (!isDamage(error)) throw error;
    findings.add('file', path, 'SQLite', 'a sound file', messageOf(error));
    return { path, runs: [], findings };
  } finally {
    db.close();
  }
}

function checkOpen(db: Handle, path: string, options: CheckOptions, findings: Findings): readonly RunReport[] {
  if (Number(db.pragma('application_id', { simple: true })) !== APPLICATION_ID) {
    throw new StoreProblem('foreign', `${path} is not a Pitwall file.`);
  }
  if (options.structure ?? true) {
    for (const fault of db.prepare('PRAGMA quick_check(10)').pluck().all()) {
      if (fault !== 'ok') findings.add('file', path, 'structure', 'ok', String(fault));
    }
  }
  const runs = runsOf(db);
  const wanted = runs.filter(
    ({ name, number, account }) => options.run === undefined || [name, String(number), account].includes(options.run),
  );
  if (options.run !== undefined && wanted.length === 0) {
    throw new StoreProblem(
      'missing',
      `There is no run "${options.run}"; the file holds ${runs.map(({ name }) => name).join(', ')}.`,
    );
  }
  return wanted.map((run) => checkRun(db, run, findings));
}
