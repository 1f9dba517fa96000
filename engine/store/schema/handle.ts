import Database from 'better-sqlite3';
import { StoreProblem } from './problem.ts';

/** An open SQLite connection. */
export type Handle = Database.Database;
export type Statement = Database.Statement<unknown[]>;

/** The first Node-API version that the native part runs on; on an older one it would end the process by a segfault. */
const NEEDED_NODE_API = 10;

export interface HandleOptions {
  readonly readOnly?: boolean;
  /** How long SQLite waits for another program's lock before it gives up. */
  readonly busyMs: number;
}

/** Opens a SQLite file, or makes it when it is missing and may be written. */
export function openHandle(path: string, options: HandleOptions): Handle {
  const nodeApi = Number(process.versions.napi ?? '0');
  if (nodeApi < NEEDED_NODE_API) {
    throw new StoreProblem(
      'unwritable',
      `SQLite needs a Node with Node-API ${NEEDED_NODE_API} or newer (Node 22.14, 24); this is Node ${process.version} with Node-API ${nodeApi}`,
    );
  }
  const readOnly = options.readOnly ?? false;
  return new Database(path, { readonly: readOnly, fileMustExist: readOnly, timeout: options.busyMs });
}
