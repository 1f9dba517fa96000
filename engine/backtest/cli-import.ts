/** `npm run import -- FILE --symbol MNQ`: checks recorded bars or prints, prints the verdict, stores what is right. */
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { NotATable, openRecordedFile } from '../adapters/feed/recorded-file.ts';
import { defaultDataDir } from '../config/data-folder.ts';
import { CATALOG, findSpec } from '../domain/catalog.ts';
import type { StoredImport } from '../domain/imported.ts';
import { storeImport, type ImportedFile } from '../store/journal/store-import.ts';
import { takeLease, type Lease } from '../store/lease.ts';
import { StoreProblem } from '../store/schema/problem.ts';
import { importRecording } from '../venue/core/prints/import-recording.ts';
import type { ColumnMapping } from '../config/settings.ts';
import { defined, FILE_WORDS, MAPPED_COLUMNS as COLUMNS } from '../config/special-kinds.ts';
import { verdictTable } from '../venue/core/csv/verdict-table.ts';
import { importThroughDesk } from '../recordings/import-through-desk.ts';

const USAGE = `Usage: npm run import -- FILE --symbol ROOT [--check] [how the file is written] [--data-dir DIR]

Reads recorded bars or prints (text with a row for each, Sierra Chart's .scid; also packed with gzip, zstd or zip), prints what was found, and keeps them
beside the runs.

  --symbol        the contract root that it is taken as: ${CATALOG.map((spec) => spec.root).join(' ')}
  --check         print what was found, store nothing

How the file is written, where it does not tell itself:
  --zone          zone of times that name none, e.g. America/New_York
  --stamp         open or close: what a time is of its bar (open)
  --date-order    mdy, dmy or ymd: order of day, month and year
  --decimal       point or comma: the sign before the decimals
  --columns       which column is what: time=Stamp,close=4,... by name or number from 0
                  (time, date, open, high, low, close, volume; of prints close is
                  the price, volume the size)
  --instrument    which one of several instruments in the file, by its name or number there
  --entry         which file of a zip archive of several, by its name there
  --price-scale   what a price is multiplied with, e.g. 1e-9
  --round         round prices off the tick (counted) instead of refusing their rows
  --allow-refused take what is left of a file of which most rows were refused

  --data-dir      where the runs are
  --help          this page`;

/** A wrong call: the message and how it is done. */
class UsageError extends Error {}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        symbol: { type: 'string' },
        zone: { type: 'string' },
        round: { type: 'boolean' },
        columns: { type: 'string' },
        'date-order': { type: 'string' },
        decimal: { type: 'string' },
        stamp: { type: 'string' },
        instrument: { type: 'string' },
        entry: { type: 'string' },
        'price-scale': { type: 'string' },
        'allow-refused': { type: 'boolean' },
        check: { type: 'boolean' },
        'data-dir': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

type Values = ReturnType<typeof parse>['values'];

function mappingOf(values: Values): ColumnMapping {
  const mapping: Record<string, string | number> = {};
  for (const part of values.columns?.split(',') ?? []) {
    const [name = '', column = ''] = part.split('=').map((text) => text.trim());
    if (!COLUMNS.some((known) => known === name) || column === '') {
      throw new UsageError(`--columns takes ${COLUMNS.join(', ')}, each =COLUMN; found "${part}"`);
    }
    mapping[name] = /^\d+$/.test(column) ? Number(column) : column;
  }
  const scale = values['price-scale'] === undefined ? undefined : Number(values['price-scale']);
  if (scale !== undefined && !(scale > 0 && Number.isFinite(scale)))
    throw new UsageError('--price-scale takes a positive number');
  // Each word is one that its flag may have; what `defined` leaves out may be missing.
  return defined({
    ...mapping,
    dateOrder: wordOf('--date-order', values['date-order'], FILE_WORDS.dateOrder),
    decimal: wordOf('--decimal', values.decimal, FILE_WORDS.decimal),
    stamp: wordOf('--stamp', values.stamp, FILE_WORDS.stamp),
    instrument: values.instrument,
    priceScale: scale,
  }) as ColumnMapping;
}

function wordOf<T extends string>(flag: string, given: string | undefined, words: readonly T[]): T | undefined {
  if (given === undefined) return undefined;
  const word = words.find((one) => one === given.trim().toLowerCase());
  if (word === undefined) throw new UsageError(`${flag} is ${words.join(' or ')}, not "${given}"`);
  return word;
}

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse(args);
  if (values.help === true) {
    console.log(USAGE);
    return 0;
  }
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new UsageError('Give one FILE.');
  const spec = findSpec(values.symbol ?? '');
  if (spec === undefined) {
    throw new UsageError(
      values.symbol === undefined ? '--symbol is missing.' : `There is no contract "${values.symbol}".`,
    );
  }
  const { bars, prints, intervalMs, verdict } = importRecording(
    openRecordedFile(resolve(path), values.entry === undefined ? {} : { entry: values.entry }),
    {
      spec,
      name: basename(path),
      mapping: mappingOf(values),
      ...(values.zone === undefined ? {} : { zone: values.zone }),
      round: values.round === true,
      allowRefused: values['allow-refused'] === true,
    },
  );
  console.log(verdictTable(verdict));
  if (verdict.problem !== undefined) return 1;
  if (values.check === true) return 0;

  const dataDir = resolve(values['data-dir'] ?? defaultDataDir());
  const file = {
    root: spec.root,
    name: basename(path),
    intervalMs,
    bars,
    ...(prints === undefined ? {} : { prints }),
    verdictJson: JSON.stringify(verdict),
  };
  const stored = await store(dataDir, file);
  const what = stored.fresh ? 'stored' : 'were stored before';
  const count = prints === undefined ? `${bars.length} bars` : `${prints.length} prints`;
  console.log(`\n${count} ${what} as import ${stored.number} in ${dataDir}`);
  return 0;
}

/** Writes itself where nothing runs; beside a running desk, through it: it is the only writer of the file. */
async function store(dataDir: string, file: ImportedFile): Promise<StoredImport> {
  let lease: Lease;
  try {
    lease = takeLease(dataDir);
  } catch (error) {
    if (!(error instanceof StoreProblem && error.code === 'lease_held')) throw error;
    const through = await importThroughDesk(dataDir, file);
    if (through.ok) return through.stored;
    throw new StoreProblem('lease_held', `${error.message}\nThe desk did not take the bars: ${through.reason}`);
  }
  try {
    return storeImport(dataDir, file, Date.now());
  } finally {
    lease.release();
  }
}

async function main(): Promise<number> {
  try {
    return await run(process.argv.slice(2));
  } catch (error) {
    if (error instanceof UsageError) console.error(`${error.message}\n\n${USAGE}`);
    else if (error instanceof NotATable) console.error(`The file is no recording of bars: ${error.message}`);
    else if (error instanceof StoreProblem) console.error(error.message);
    else if (error instanceof Error && 'code' in error) console.error(`The file cannot be read: ${error.message}`);
    else throw error;
    return error instanceof UsageError ? 2 : 1;
  }
}

process.exitCode = await main();
