import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { invariant } from '../../domain/assert.ts';
import type { Handle } from '../schema/handle.ts';
import type { Migration } from './migrations.ts';
import { APPLICATION_ID, stamp } from '../schema/files.ts';
import { StoreProblem, messageOf } from '../schema/problem.ts';

/** The schema version that stands in the file's header; 0 in an empty file. */
export function schemaVersion(db: Handle): number {
  return Number(db.pragma('user_version', { simple: true }));
}

/** The newest version that a list of migrations leads to. */
export function newestVersion(migrations: readonly Migration[]): number {
  migrations.forEach((migration, index) => {
    invariant(migration.version === index + 1, `expected migration ${index + 1}, found ${migration.version}`);
  });
  return migrations.length;
}

export interface MigrateOptions {
  readonly migrations: readonly Migration[];
  /** Wall time, for the names of backups. */
  readonly wallMs: number;
  readonly onStep?: (message: string) => void;
}

/**
 * Brings the file to the newest version, each migration in a transaction of its own, with a copy of a file that already
 * holds something made before each: `pitwall.db.v3.20261120T113009123Z.backup`. Returns the paths of the copies.
 */
export function migrate(db: Handle, options: MigrateOptions): readonly string[] {
  const newest = newestVersion(options.migrations);
  const present = schemaVersion(db);
  if (present > newest) {
    throw new StoreProblem(
      'newer',
      `${db.name} was written by a newer version of Pitwall (schema ${present}; this one knows ${newest}). Nothing was changed. Start the newer version, or choose another folder with --data-dir.`,
    );
  }
  const backups: string[] = [];
  for (const migration of options.migrations.slice(present)) {
    if (present > 0) {
      options.onStep?.(`backing up schema ${migration.version - 1} before migration ${migration.version}`);
      backups.push(backUp(db, migration.version - 1, options.wallMs));
    }
    apply(db, migration);
    options.onStep?.(`migrated to schema ${migration.version}`);
  }
  return backups;
}

function apply(db: Handle, migration: Migration): void {
  db.exec('BEGIN IMMEDIATE');
  try {
    db.exec(migration.sql);
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${migration.version}`);
    db.exec('COMMIT');
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw new Error(`migration ${migration.version} of ${db.name} failed, the file is as it was: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/** A complete, consistent copy beside the file; under a temporary name until it is whole. */
function backUp(db: Handle, version: number, wallMs: number): string {
  const path = `${db.name}.v${version}.${stamp(wallMs)}.backup`;
  invariant(!existsSync(path), `expected no backup ${path} yet, found one`);
  removeHalfBackups(db.name);
  const part = `${path}.part`;
  db.prepare('VACUUM INTO ?').run(part);
  renameSync(part, path);
  return path;
}

/** Left behind by a start that was killed while it copied. */
function removeHalfBackups(path: string): void {
  const folder = dirname(path);
  for (const name of readdirSync(folder)) {
    if (name.startsWith(`${basename(path)}.v`) && name.endsWith('.backup.part')) rmSync(join(folder, name));
  }
}
