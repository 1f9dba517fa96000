import { readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultDataDir } from '../config/data-folder.ts';
import { exportData } from '../store/data-export.ts';
import { importData, takeFolder } from '../store/data-import.ts';
import { isRefusal, SECRET_FILES, TransferProblem } from '../store/data-manifest.ts';

/** Export, import and removal of a whole data folder: `npm run data -- …`, and `pitwall data …` of the packaged program. */
function usage(program: string): string {
  return `Usage:
  ${program} export FOLDER [--without-secrets] [--data-dir DIR]
  ${program} import FOLDER [--data-dir DIR]
  ${program} remove --yes [--data-dir DIR]

export  copies everything into a new FOLDER with checksums, also while Pitwall runs. ${SECRET_FILES.join(', ')}
        are among it (FOLDER is readable by its owner alone); --without-secrets leaves them out.
import  takes such a FOLDER in while Pitwall does not run. The former data are set aside, not overwritten.
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
      options: { 'data-dir': { type: 'string' }, 'without-secrets': { type: 'boolean' }, yes: { type: 'boolean' } },
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

async function run({ args, version, now, say }: DataCommandOptions): Promise<void> {
  const { positionals, values } = understand(args);
  const [command = '', folder, ...more] = positionals;
  if (more.length > 0) throw new UsageError(`What is "${more.join(' ')}"? A path with spaces needs quotes.`);
  const dataDir = resolve(values['data-dir'] ?? defaultDataDir());
  if (command === 'remove') {
    if (folder !== undefined) throw new UsageError(`remove takes no folder but that of --data-dir`);
    if (values.yes !== true) throw new UsageError(`${dataDir} would be deleted for good; say so with --yes`);
    const left = removeData(dataDir);
    say(`The data in ${dataDir} are deleted.`);
    if (left.length > 0) say(`What is not Pitwall's was left: ${left.join(', ')}`);
    return;
  }
  if (command !== 'export' && command !== 'import') {
    throw new UsageError(command === '' ? 'What shall be done?' : `There is no command "${command}".`);
  }
  if (folder === undefined) throw new UsageError('Which FOLDER?');
  const place = resolve(folder);
  if (command === 'export') {
    const withSecrets = values['without-secrets'] !== true;
    const time = new Date(now()).toISOString();
    const list = await exportData(dataDir, place, { version, time, withSecrets });
    say(`${Object.keys(list.files).length} files of ${dataDir} were exported to ${place}`);
    say(
      list.hasSecrets ? 'Secrets of this installation are among them: keep it to yourself.' : 'No secrets are in it.',
    );
    return;
  }
  const { list, aside } = await importData(dataDir, place, folderStamp(now()));
  say(`${Object.keys(list.files).length} files exported at ${list.time} are now in ${dataDir}`);
  if (!list.hasSecrets) say('No secrets were among them; those of this installation, if any, were kept.');
  if (aside !== undefined) say(`The former data lie in ${aside}`);
}

/** What Pitwall puts into its data folder. Anything else in there is somebody's own and is not deleted. */
const OURS =
  /^(?:(?:pitwall|venue|lease|desk\.lock|venue\.lock)\.db.*|journal\.(?:spill|ballast).*|electron|logs|crash-reports|pw-[0-9a-f]{8}|epoch|owner\.token|hub\.secrets|(?:secrets|shell|windows|instance|import-pending)\.json.*)$/;

/** Deletes what is Pitwall's in a data folder on which nothing runs; the folder too, unless something else is in it. */
function removeData(dataDir: string): readonly string[] {
  const names = namesIn(dataDir);
  if (!names.includes('pitwall.db') && !names.includes('owner.token')) {
    throw new TransferProblem(`there are no data of Pitwall in ${dataDir}`);
  }
  takeFolder(dataDir)();
  for (const name of namesIn(dataDir))
    if (OURS.test(name)) rmSync(join(dataDir, name), { recursive: true, force: true });
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
