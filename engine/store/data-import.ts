import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { goesWithAccount, HUB_SECRETS_FILE, partOfFile, type AskedPart, type Part } from './data-files.ts';
import { exportFault, readManifest, sha256, TransferProblem, type Manifest } from './data-manifest.ts';
import { judgeDatabase, settleHubRows } from './imported-database.ts';
import { takeLease } from './lease.ts';
import { takeFileLock } from './schema/file-lock.ts';
import { DB_FILE, DESK_LOCK_FILE } from './schema/files.ts';
import { StoreProblem } from './schema/problem.ts';

/** Something of an export that did not come in. */
export interface Left {
  /** The part that would have brought it; undefined: no import takes it. */
  readonly part: AskedPart | undefined;
  /** For a person: files, or how many rows of what. */
  readonly what: string;
}

export interface Imported {
  readonly list: Manifest;
  /** For a person: files, and how many rows of what. */
  readonly taken: readonly string[];
  readonly left: readonly Left[];
  /** Why users, devices, log-ins and settings of this installation were lost with its file; undefined: they were not. */
  readonly ownFault: string | undefined;
  /** Where the former data lie now; undefined: there were none. */
  readonly aside: string | undefined;
}

/**
 * Is this a whole export that this version can use? Looks, changes nothing.
 * @throws TransferProblem saying what is wrong
 */
export async function checkExport(source: string): Promise<Manifest> {
  const list = readManifest(source);
  if (!Object.hasOwn(list.files, DB_FILE)) throw new TransferProblem(`there is no ${DB_FILE} in ${source}`);
  const fault = await exportFault(source, list);
  if (fault !== undefined) throw new TransferProblem(fault);
  return list;
}

/**
 * Takes an export in: the account, and of the rest what is asked for by name. What is not taken stays as it is here.
 * The former data are set aside beside the folder, never overwritten; an export that cannot be used changes nothing. It
 * holds the folder's lease meanwhile.
 * @param stamp part of the names of folders; free of signs that a file's name cannot have
 * @throws TransferProblem for an export that cannot be used, StoreProblem `lease_held` while Pitwall runs on the folder
 */
export async function importData(
  dataDir: string,
  source: string,
  { stamp, parts }: { readonly stamp: string; readonly parts: readonly AskedPart[] },
): Promise<Imported> {
  const staged = `${dataDir}.importing-${stamp}`;
  const list = await checkExport(source);
  const release = takeFolder(dataDir);
  try {
    mkdirSync(staged, { mode: 0o700 });
    const asked = new Set<Part>(['account', ...parts]);
    const told = await stage({ source, staged, dataDir, list, asked });
    const aside = swap(dataDir, staged, `${dataDir}.before-import-${stamp}`);
    return { list, ...told, aside };
  } finally {
    rmSync(staged, { recursive: true, force: true });
    release();
  }
}

/** Locks of processes that may outlive their host for a moment. */
const PROCESS_LOCKS = [DESK_LOCK_FILE, 'venue.lock.db'];

/** The lease, and the certainty that no process of an earlier start still works on a file. */
export function takeFolder(dataDir: string): () => void {
  const lease = takeLease(dataDir);
  const releases = [() => lease.release()];
  const release = (): void => releases.toReversed().forEach((one) => one());
  try {
    for (const name of PROCESS_LOCKS) {
      releases.push(
        takeFileLock(join(dataDir, name), 0, () => {
          return new StoreProblem(
            'lease_held',
            `A process of Pitwall on ${dataDir} is just ending; try again in a minute.`,
          );
        }),
      );
    }
  } catch (fault) {
    release();
    throw fault;
  }
  return release;
}

interface Staging {
  readonly source: string;
  readonly staged: string;
  readonly dataDir: string;
  readonly list: Manifest;
  readonly asked: ReadonlySet<Part>;
}

/** Copies what is wanted, and judges the copies: nothing can change them any more. */
async function stage(staging: Staging): Promise<Pick<Imported, 'taken' | 'left' | 'ownFault'>> {
  const { source, staged, dataDir, list, asked } = staging;
  const taken: string[] = [];
  const left: Left[] = [];
  for (const [file, sum] of Object.entries(list.files)) {
    const part = partOfFile(file);
    if (part === undefined || !asked.has(part)) {
      left.push({ part: part === 'account' ? undefined : part, what: file });
      continue;
    }
    const to = join(staged, file);
    mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
    copyFileSync(join(source, file), to);
    chmodSync(to, 0o600);
    if ((await sha256(to)) !== sum) throw new TransferProblem(`the file ${file} of the export is damaged`);
    if (file.endsWith('.db')) judgeDatabase(to, file);
    taken.push(file);
  }
  const own = join(dataDir, DB_FILE);
  const { found, ownFault } = settleHubRows(join(staged, DB_FILE), existsSync(own) ? own : undefined, asked);
  for (const { part, table, rows } of found) {
    if (part === 'account') continue;
    const what = `${rows} ${rows === 1 ? table.replace(/s$/, '') : table}`;
    if (asked.has(part)) taken.push(what);
    else left.push({ part, what });
  }
  settleSeeds(
    staging,
    found.some(({ part }) => part === 'users' && asked.has(part)),
  );
  return { taken, left, ownFault };
}

/** The seeds of second factors are the users', the rest of the hub's secrets are the installation's. */
function settleSeeds({ source, staged, dataDir, list, asked }: Staging, withUsers: boolean): void {
  const hasTheirs = Object.hasOwn(list.files, HUB_SECRETS_FILE);
  const withRest = asked.has('secrets') && hasTheirs;
  if (!withRest && !withUsers) return;
  const theirs = hasTheirs ? secretsIn(source) : {};
  const ours = existsSync(join(dataDir, HUB_SECRETS_FILE)) ? secretsIn(dataDir) : {};
  const { totp: theirSeeds, ...theirRest } = theirs;
  const { totp: ourSeeds, ...ourRest } = ours;
  const seeds = withUsers ? theirSeeds : ourSeeds;
  const settled = { ...(withRest ? theirRest : ourRest), ...(seeds === undefined ? {} : { totp: seeds }) };
  writeFileSync(join(staged, HUB_SECRETS_FILE), `${JSON.stringify(settled)}\n`, { mode: 0o600 });
}

function secretsIn(folder: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(readFileSync(join(folder, HUB_SECRETS_FILE), 'utf8'));
    if (typeof value === 'object' && value !== null) return { ...value };
  } catch (fault) {
    if (!(fault instanceof SyntaxError)) throw fault;
  }
  throw new TransferProblem(`${HUB_SECRETS_FILE} in ${folder} is not a file of secrets`);
}

/** The former data out, the new ones in; where a move fails, everything goes back. */
function swap(dataDir: string, staged: string, aside: string): string | undefined {
  const fresh = readdirSync(staged);
  const former = readdirSync(dataDir).filter((name) => fresh.includes(name) || goesWithAccount(name));
  const moves = [
    ...former.map((name) => [join(dataDir, name), join(aside, name)] as const),
    ...fresh.map((name) => [join(staged, name), join(dataDir, name)] as const),
  ];
  if (former.length > 0) mkdirSync(aside, { mode: 0o700 });
  const done: (readonly [string, string])[] = [];
  try {
    for (const [from, to] of moves) {
      if (existsSync(to)) throw new TransferProblem(`${to} is there already; nothing is overwritten`);
      renameSync(from, to);
      done.push([from, to]);
    }
  } catch (fault) {
    for (const [from, to] of done.toReversed()) renameSync(to, from);
    if (former.length > 0) rmSync(aside, { recursive: true, force: true });
    throw fault;
  }
  return former.length > 0 ? aside : undefined;
}
