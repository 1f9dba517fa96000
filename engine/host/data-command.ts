import { readdirSync, rmdirSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { SystemClock } from '../adapters/clock/system-clock.ts';
import { defaultDataDir } from '../config/data-folder.ts';
import { printable } from '../domain/printable.ts';
import { auditCommand } from '../store/audit/command-audit.ts';
import { exportData } from '../store/data-export.ts';
import { ASKED_PARTS, isOurs, type AskedPart } from '../store/data-files.ts';
import { importData, takeFolder, type Imported } from '../store/data-import.ts';
import { isRefusal, TransferProblem } from '../store/data-manifest.ts';

/** Export, import and removal of a whole data folder: `npm run data -- …`, and `pitwall data …` of the packaged program. */
function usage(program: string): string {
  return `Usage:
  ${program} export FOLDER [--without-secrets] [--data-dir DIR]
  ${program} import FOLDER [--with-users] [--with-settings] [--with-secrets] [--data-dir DIR]
  ${program} remove --yes [--data-dir DIR]

export  copies everything into a new FOLDER with checksums, also while Pitwall runs. Tokens, keys and users are among it
        (FOLDER is readable by its owner alone); --without-secrets leaves out all but the account, logs and crash reports.
import  takes the account of such a FOLDER in while Pitwall does not run; the former one is set aside, not overwritten.
        Who may act here and how stays as it is, unless you ask for it by name:
          --with-users     people and paired devices, instead of those here
          --with-settings  the hub's settings (chat, commands from other machines), the shell's with its feed of updates
          --with-secrets   the owner's token, keys and certificates: whoever else has the export is then owner here
remove  deletes the data for good, while Pitwall does not run.`;
}

class UsageError extends Error {}

export interface DataCommandOptions {
  readonly args: readonly string[];
  /** How the command is called, for its usage. */
  readonly program: string;
  readonly version: string;
  /** Wall time. */
  readonly now: () => number;
  readonly say: (line: string) => void;
  readonly complain: (text: string) => void;
}

/** "2026-11-20T12-00-00Z": part of a folder's name on every system. */
export function folderStamp(nowMs: number): string {
  return `${new Date(nowMs).toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
}

function understand(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'data-dir': { type: 'string' },
        'without-secrets': { type: 'boolean' },
        'with-users': { type: 'boolean' },
        'with-settings': { type: 'boolean' },
        'with-secrets': { type: 'boolean' },
        yes: { type: 'boolean' },
      },
    });
  } catch (fault) {
    throw new UsageError((fault as Error).message);
  }
}

/** @returns the exit status: 0 done, 1 refused, 2 wrongly called */
export async function dataCommand(options: DataCommandOptions): Promise<number> {
  try {
    await run(options);
    return 0;
  } catch (fault) {
    if (fault instanceof UsageError) {
      options.complain(`${fault.message}\n\n${usage(options.program)}`);
      return 2;
    }
    if (isRefusal(fault)) {
      options.complain(`Nothing was changed: ${fault.message}`);
      return 1;
    }
    if (fault instanceof Error && 'code' in fault) {
      options.complain(`It could not be done: ${fault.message}`);
      return 1;
    }
    throw fault;
  }
}

async function run({ args, version, now, say, complain }: DataCommandOptions): Promise<void> {
  const { positionals, values } = understand(args);
  const [command = '', folder, ...more] = positionals;
  if (more.length > 0) throw new UsageError(`What is "${more.join(' ')}"? A path with spaces needs quotes.`);
  const dataDir = resolve(values['data-dir'] ?? defaultDataDir());
  if (command === 'remove') {
    if (folder !== undefined) throw new UsageError(`remove takes no folder but that of --data-dir`);
    if (values.yes !== true) throw new UsageError(`${dataDir} would be deleted for good; say so with --yes`);
    const left = removeData(dataDir);
    say(`The data in ${dataDir} are deleted.`);
    if (left.length > 0) say(`What is not Pitwall's was left: ${left.map(printable).join(', ')}`);
    const copies = copiesBeside(dataDir);
    if (copies.length > 0) say(`Copies of former data, secrets among them, still lie in ${copies.join(', ')}`);
    return;
  }
  if (command !== 'export' && command !== 'import') {
    throw new UsageError(command === '' ? 'What shall be done?' : `There is no command "${command}".`);
  }
  if (folder === undefined) throw new UsageError('Which FOLDER?');
  const place = resolve(folder);
  const note = (what: string, scope: string): void =>
    auditCommand({ dataDir, door: 'data', clock: new SystemClock(), complain }, { kind: 'data', what, scope });
  if (command === 'export') {
    const withSecrets = values['without-secrets'] !== true;
    const time = new Date(now()).toISOString();
    const list = await exportData(dataDir, place, { version, time, withSecrets });
    note('export', `${place}, ${withSecrets ? 'with' : 'without'} secrets`);
    say(`${Object.keys(list.files).length} files of ${dataDir} were exported to ${place}`);
    say(
      list.hasSecrets ? 'Secrets of this installation are among them: keep it to yourself.' : 'No secrets are in it.',
    );
    return;
  }
  const parts = ASKED_PARTS.filter((part) => values[`with-${part}`] === true);
  const imported = await importData(dataDir, place, { stamp: folderStamp(now()), parts });
  note('import', `${place}${parts.length === 0 ? '' : `, with ${parts.join(', ')}`}`);
  for (const line of importedInWords(imported, (part) => `take it with --with-${part}`)) say(line);
}

/** What an import took and what it left, a line each. `how`: how a part can be asked for. */
export function importedInWords(imported: Imported, how: (part: AskedPart) => string): readonly string[] {
  const { list, taken, left, ownFault, aside } = imported;
  const names = (all: readonly string[]): string => all.map(printable).join(', ');
  const leftOf = (part: AskedPart | undefined): string => {
    return names(left.filter((one) => one.part === part).map(({ what }) => what));
  };
  const lines = [`Taken in, as exported at ${printable(list.time)}: ${names(taken)}`];
  for (const part of ASKED_PARTS) {
    if (leftOf(part) !== '') lines.push(`Left in the export, of the ${part}: ${leftOf(part)} (${how(part)})`);
  }
  if (leftOf(undefined) !== '') lines.push(`Left in the export, never taken in: ${leftOf(undefined)}`);
  if (ownFault !== undefined) {
    lines.push(`Users, devices and settings of this installation were lost with its file: ${ownFault}`);
  }
  if (aside !== undefined) lines.push(`The former data lie in ${aside}`);
  return lines;
}

/** Deletes what is Pitwall's in a data folder on which nothing runs; the folder too, unless something else is in it. */
function removeData(dataDir: string): readonly string[] {
  const names = namesIn(dataDir);
  if (!names.includes('pitwall.db') && !names.includes('owner.token')) {
    throw new TransferProblem(`there are no data of Pitwall in ${dataDir}`);
  }
  takeFolder(dataDir)();
  for (const name of namesIn(dataDir)) if (isOurs(name)) rmSync(join(dataDir, name), { recursive: true, force: true });
  const left = namesIn(dataDir);
  if (left.length === 0) rmdirSync(dataDir);
  return left;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // no folder: no data
  }
}

/** Copies that imports and updates made beside a data folder. */
function copiesBeside(dataDir: string): readonly string[] {
  const made = new RegExp(String.raw`^\.(?:importing|before)-`);
  const own = basename(dataDir);
  return namesIn(dirname(dataDir)).filter((name) => name.startsWith(own) && made.test(name.slice(own.length)));
}
