/** `npm run import -- FILE --symbol MNQ`: checks recorded bars, prints the verdict, stores what is right. */
import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultDataDir } from '../config/data-folder.ts';
import { CATALOG, findSpec } from '../domain/catalog.ts';
import type { StoredImport } from '../domain/imported.ts';
import { storeImport, type ImportedFile } from '../store/journal/store-import.ts';
import { takeLease, type Lease } from '../store/lease.ts';
import { StoreProblem } from '../store/schema/problem.ts';
import { importBars } from '../venue/core/csv/import-bars.ts';
import type { ColumnMapping } from '../config/settings.ts';
import { MAPPED_COLUMNS as COLUMNS } from '../config/special-kinds.ts';
import { verdictTable } from '../venue/core/csv/verdict.ts';
import { importThroughDesk } from './import-through-desk.ts';

const USAGE = `Usage: npm run import -- FILE --symbol ROOT [--zone ZONE] [--round] [--columns NAME=COLUMN,...] [--date-order mdy|dmy]
                          [--price-scale N] [--check] [--data-dir DIR]

  --symbol       the contract root that the bars are taken as: ${CATALOG.map((spec) => spec.root).join(' ')}
  --zone         zone of times that name none, e.g. America/New_York
  --round        round prices off the tick (counted) instead of refusing their rows
  --columns      of a file that is not recognized: time=Stamp,close=4,... by name or number from 0
                 (time, date, open, high, low, close, volume)
  --date-order   of dates with slashes
  --price-scale  what a price is multiplied with, e.g. 1e-9
  --check        print the verdict, store nothing`;

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
        'price-scale': { type: 'string' },
        check: { type: 'boolean' },
        'data-dir': { type: 'string' },
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
  const order = values['date-order'];
  if (order !== undefined && order !== 'mdy' && order !== 'dmy')
    throw new UsageError(`--date-order is mdy or dmy, not "${order}"`);
  const scale = values['price-scale'] === undefined ? undefined : Number(values['price-scale']);
  if (scale !== undefined && !(scale > 0 && Number.isFinite(scale)))
    throw new UsageError('--price-scale takes a positive number');
  return {
    ...mapping,
    ...(order === undefined ? {} : { dateOrder: order }),
    ...(scale === undefined ? {} : { priceScale: scale }),
  };
}

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse(args);
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new UsageError('Give one FILE.');
  const spec = findSpec(values.symbol ?? '');
  if (spec === undefined) {
    throw new UsageError(
      values.symbol === undefined ? '--symbol is missing.' : `There is no contract "${values.symbol}".`,
    );
  }
  const content = readFileSync(resolve(path), 'utf8');
  const { bars, intervalMs, verdict } = importBars(content, {
    spec,
    name: basename(path),
    mapping: mappingOf(values),
    ...(values.zone === undefined ? {} : { zone: values.zone }),
    ...(values.round === undefined ? {} : { round: values.round }),
  });
  console.log(verdictTable(verdict));
  if (verdict.problem !== undefined) return 1;
  if (values.check === true) return 0;

  const dataDir = resolve(values['data-dir'] ?? defaultDataDir());
  const file = { root: spec.root, name: basename(path), intervalMs, bars, verdictJson: JSON.stringify(verdict) };
  const stored = await store(dataDir, file);
  const what = stored.fresh ? 'stored' : 'were stored before';
  console.log(`\n${bars.length} bars ${what} as import ${stored.number} in ${dataDir}`);
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
    else if (error instanceof StoreProblem) console.error(error.message);
    else if (error instanceof Error && 'code' in error) console.error(`The file cannot be read: ${error.message}`);
    else throw error;
    return error instanceof UsageError ? 2 : 1;
  }
}

process.exitCode = await main();
