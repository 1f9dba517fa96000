/** `npm run user -- add | list | password | password-only | role | remove`: through the running hub, or by itself where nothing runs. */
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { OwnWire, Refusal } from '../adapters/link/own-wire.ts';
import { SystemClock } from '../adapters/clock/system-clock.ts';
import { hashPassword, passwordFault } from '../adapters/web/password.ts';
import {
  RECOVERY_TABLE,
  SESSIONS_OF_USERS,
  USERS_TABLE,
  type UserRow,
  userKey,
  userNameFault,
} from '../adapters/web/user-row.ts';
import { defaultDataDir } from '../config/data-folder.ts';
import { auditCommand } from '../store/audit/command-audit.ts';
import type { HubWrite } from '../store/journal/hub-writer.ts';
import { takeLease } from '../store/lease.ts';
import { INSTANCE_FILE } from '../store/schema/files.ts';
import { readInstance } from '../store/schema/instance.ts';
import { StoreProblem } from '../store/schema/problem.ts';
import { askPassword } from './ask-password.ts';
import { readUsers, sessionKeys, writeUserRows } from './user-file.ts';

const ROLES = ['viewer', 'flatten', 'trader', 'owner'] as const;
type Role = (typeof ROLES)[number];

const USAGE = `Usage:
  npm run user -- list [--data-dir DIR]
  npm run user -- add NAME --role ROLE [--data-dir DIR]
  npm run user -- password NAME [--data-dir DIR]
  npm run user -- password-only NAME [--data-dir DIR]
  npm run user -- role NAME --role ROLE [--data-dir DIR]
  npm run user -- remove NAME [--data-dir DIR]

ROLE is one of ${ROLES.join(', ')}. A password is asked for, or read from standard input (its first line).
password-only is for one who lost the authenticator app and the recovery codes: a log-in wants no code any more.`;

class UsageError extends Error {}
class Refused extends Error {}

interface Asked {
  readonly command: string;
  readonly name: string;
  readonly role: Role | undefined;
  readonly dataDir: string;
}

function understand(args: readonly string[]): Asked {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { 'data-dir': { type: 'string' }, role: { type: 'string' } },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const { positionals, values } = parsed;
  const [command = '', name = '', ...more] = positionals;
  if (more.length > 0) throw new UsageError(`What is "${more.join(' ')}"? A name with spaces needs quotes.`);
  const role = ROLES.find((each) => each === values.role);
  if (values.role !== undefined && role === undefined) throw new UsageError(`There is no role "${values.role}".`);
  if (command !== 'list' && name === '') throw new UsageError(command === '' ? 'What shall be done?' : 'Which user?');
  if ((command === 'add' || command === 'role') && role === undefined) throw new UsageError('--role is missing.');
  return { command, name, role, dataDir: resolve(values['data-dir'] ?? defaultDataDir()) };
}

async function newPassword(name: string): Promise<string> {
  const password = await askPassword(`Password for ${name}: `, process.stdin, process.stderr);
  const fault = passwordFault(password, name);
  if (fault !== undefined) throw new Refused(fault);
  if (process.stdin.isTTY && (await askPassword('Once more: ', process.stdin, process.stderr)) !== password) {
    throw new Refused('the two are not the same');
  }
  return password;
}

type Entry = Pick<UserRow, 'userName' | 'role' | 'totp'>;

function print(users: readonly Entry[]): void {
  for (const { userName, role, totp } of users) console.log(`${userName}  ${role}${totp ? '  TOTP' : ''}`);
  if (users.length === 0) console.log('no users');
}

/** The hub that runs on the folder does it; the owner's token is the credential. */
async function throughHub({ command, name, role, dataDir }: Asked): Promise<void> {
  const place = readInstance(dataDir);
  if (place === undefined)
    throw new Refused(`${INSTANCE_FILE}, the note of the Pitwall that runs here, cannot be read`);
  const wire = new OwnWire(place);
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    try {
      return await wire.call(method, new URL(path, place.hub), body === undefined ? {} : { body });
    } catch (error) {
      throw error instanceof Refusal ? new Refused(error.message) : error;
    }
  };
  const path = `/api/users/${encodeURIComponent(name)}`;
  switch (command) {
    case 'list':
      return print((await call('GET', '/api/users')) as Entry[]);
    case 'add':
      await call('POST', '/api/users', { userName: name, role, password: await newPassword(name) });
      return;
    case 'password':
      await call('PUT', path, { password: await newPassword(name) });
      return;
    case 'password-only':
      await call('DELETE', `${path}/factors`);
      return;
    case 'role':
      await call('PUT', path, { role });
      return;
    case 'remove':
      await call('DELETE', path);
      return;
    default:
      throw new UsageError(`There is no command "${command}".`);
  }
}

/** As the hub's own calls stand in the audit log. */
function toldAs(command: string, name: string, role: Role | undefined): { what: string; scope: string } {
  if (command === 'add') return { what: 'add-user', scope: `${name} (${role ?? ''})` };
  if (command === 'remove') return { what: 'remove-user', scope: name };
  return { what: 'change-user', scope: command === 'role' ? `${name}, role ${role ?? ''}` : `${name}, password` };
}

/** Nothing runs on the folder, and the caller holds its lease. */
async function byItself({ command, name, role, dataDir }: Asked): Promise<void> {
  const users = readUsers(dataDir);
  const found = users.find((user) => userKey(user.userName) === userKey(name));
  const put = (user: UserRow): HubWrite => ({
    op: 'upsert',
    table: USERS_TABLE,
    key: userKey(user.userName),
    json: JSON.stringify(user),
  });
  const write = (writes: readonly HubWrite[]): void => {
    writeUserRows(dataDir, writes, Date.now());
    const { what, scope } = toldAs(command, name, role);
    const clock = new SystemClock();
    auditCommand({ dataDir, door: 'user', clock, complain: console.error }, { kind: 'people', what, scope });
  };
  const known = (): UserRow => {
    if (found === undefined) throw new Refused(`there is no user "${name}"`);
    return found;
  };
  /** Another password or role ends what was logged in with the old one. */
  const logOut = (user: UserRow): HubWrite[] =>
    sessionKeys(dataDir, user.userId).map((key) => ({ op: 'delete', table: SESSIONS_OF_USERS, key }));
  const noCodes = (user: UserRow): HubWrite => ({ op: 'delete', table: RECOVERY_TABLE, key: user.userId });
  switch (command) {
    case 'list':
      return print(users);
    case 'add': {
      const fault = userNameFault(name) ?? (found === undefined ? undefined : `there is a user "${name}" already`);
      if (fault !== undefined || role === undefined) throw new Refused(fault ?? 'a role is missing');
      const password = await hashPassword(await newPassword(name));
      return write([
        put({
          userId: `user-${randomUUID()}`,
          userName: name.trim(),
          role,
          password,
          createdMs: Date.now(),
          totp: false,
          version: 0,
          usedStep: 0,
        }),
      ]);
    }
    case 'password': {
      const password = await hashPassword(await newPassword(known().userName));
      return write([put({ ...known(), password }), ...logOut(known())]);
    }
    case 'password-only':
      return write([put({ ...known(), totp: false }), noCodes(known()), ...logOut(known())]);
    case 'role':
      return write([put({ ...known(), role: role ?? known().role }), ...logOut(known())]);
    case 'remove':
      return write([
        { op: 'delete', table: USERS_TABLE, key: userKey(known().userName) },
        noCodes(known()),
        ...logOut(known()),
      ]);
    default:
      throw new UsageError(`There is no command "${command}".`);
  }
}

async function run(args: readonly string[]): Promise<void> {
  const asked = understand(args);
  let lease;
  try {
    lease = takeLease(asked.dataDir);
  } catch (error) {
    if (!(error instanceof StoreProblem && error.code === 'lease_held')) throw error;
    return throughHub(asked);
  }
  try {
    await byItself(asked);
  } finally {
    lease.release();
  }
}

process.umask(0o077);
try {
  if (process.argv.slice(2).some((arg) => arg === '--help' || arg === '-h')) console.log(USAGE);
  else await run(process.argv.slice(2));
} catch (error) {
  if (error instanceof UsageError) console.error(`${error.message}\n\n${USAGE}`);
  else console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
