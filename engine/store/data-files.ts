/**
 * What Pitwall puts into its data folder, as one list: export, import and removal go by it. What stands in no list is
 * secret for an export, is left where it is by an import, and is somebody's own for a removal.
 */

/** Parts of an export that an import takes in only when they are asked for by name. */
export const ASKED_PARTS = ['users', 'settings', 'secrets'] as const;
export type AskedPart = (typeof ASKED_PARTS)[number];
export type Part = 'account' | AskedPart;

/** The hub's file of secrets. It holds seeds of users as well: they go with the users. */
export const HUB_SECRETS_FILE = 'hub.secrets';

/** Files by part, with forward slashes. Users are rows of `pitwall.db` (and seeds in the hub's secrets). */
const FILES: readonly (readonly [Part, RegExp])[] = [
  ['account', /^(?:pitwall\.db|venue\.db|journal\.spill)$/],
  ['settings', /^(?:shell|windows)\.json$/],
  ['secrets', /^(?:owner\.token|hub\.secrets|secrets\.json|tls\/(?:own|made)\.(?:crt|key)\.pem)$/],
];

/** The part that a file belongs to; undefined: no import takes it. */
export function partOfFile(path: string): Part | undefined {
  return FILES.find(([, pattern]) => pattern.test(path))?.[0];
}

/** The hub's own rows by table. A table that is not named is never taken from an export: log-ins, the audit. */
const TABLES: Readonly<Record<string, Part>> = {
  notifications: 'account',
  notifications_read: 'account',
  users: 'users',
  recovery: 'users',
  passkeys: 'users',
  devices: 'users',
  settings: 'settings',
};

export function partOfTable(table: string): Part | undefined {
  return Object.hasOwn(TABLES, table) ? TABLES[table] : undefined;
}

/** Tables whose rows say who may act here: those of this installation go when the users of an export come. */
export const ACCESS_TABLES: readonly string[] = ['users', 'recovery', 'passkeys', 'devices', 'sessions'];

/** The whole of what may lie in an export without secrets; `pitwall.db` without the rows of any part but the account. */
export function isPublic(path: string): boolean {
  return partOfFile(path) === 'account' || RECORDS.test(path);
}
const RECORDS = /^(?:logs\/(?:combined|error)(?:\.[\dTZ-]+)?\.log|crash-reports\/[\w-]+\.json)$/;

/** Belongs to this machine alone: the browser's profile, locks, the count of leases, space kept back. No export has it. */
const MACHINE =
  /^(?:electron|epoch|journal\.ballast|venue\.ballast|lease\.db|(?:desk|venue)\.lock\.db)(?:-journal|-wal|-shm)?$/;
/** Belongs to this run alone. */
const PASSING = /^(?:instance\.json|import-pending\.json|\.probe-.*|.*\.(?:tmp|part)|.*-(?:wal|shm|journal))$/;

/** May an export that holds secrets have this entry of a data folder? */
export function isExported(name: string): boolean {
  return !MACHINE.test(name) && !PASSING.test(name);
}

/** Entries that go aside with the account: its databases with their logs and copies, its spill, what was of a run. */
export function goesWithAccount(name: string): boolean {
  return !MACHINE.test(name) && (/^(?:(?:pitwall|venue)\.db|journal\.spill)/.test(name) || PASSING.test(name));
}

/** An entry of a data folder that Pitwall made, a draft of one included. */
export function isOurs(name: string): boolean {
  return OURS.test(name);
}
const OURS = new RegExp(
  `^(?:${[
    String.raw`(?:pitwall|audit|venue|lease|desk\.lock|venue\.lock)\.db.*`,
    String.raw`journal\.(?:spill|ballast).*`,
    String.raw`venue\.ballast`,
    String.raw`(?:secrets|shell|windows|instance|import-pending)\.json.*`,
    String.raw`(?:epoch|owner\.token|hub\.secrets)(?:(?:\.\d+)?\.(?:tmp|part))?`,
    String.raw`electron|logs|crash-reports|tls|pw-[0-9a-f]{8}|\.probe-\d+`,
  ].join('|')})$`,
);
