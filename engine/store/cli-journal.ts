/** `npm run journal -- export | runs | tail`: reads the file alone, also while a desk works on it. */
import { parseArgs } from 'node:util';
import { defaultDataDir } from '../config/data-folder.ts';
import { exportLines } from './export.ts';
import { allBars } from './queries/bars.ts';
import { allJournalRows, readJournalTail } from './queries/journal-rows.ts';
import { StoreReader } from './queries/store-reader.ts';
import { StoreProblem } from './schema/problem.ts';
import { spillNote } from './spill-note.ts';

const USAGE = `Usage:
  npm run journal -- export [--data-dir DIR] [--run RUN]   the canonical export of a run, as JSON lines
  npm run journal -- runs [--data-dir DIR]                 the runs that the file holds
  npm run journal -- tail [--data-dir DIR] [--run RUN] [--limit N]   the newest rows of the journal

RUN is a run's name (run-3), its number or its account (SIM-1); without it the present run.`;

/** A wrong call: the message and how it is done. */
class UsageError extends Error {}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { 'data-dir': { type: 'string' }, run: { type: 'string' }, limit: { type: 'string' } },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function runNumber(reader: StoreReader, wanted: string | undefined): number {
  if (wanted === undefined) return reader.presentRun();
  const runs = reader.runs();
  const found = runs.find(({ name, number, account }) => [name, String(number), account].includes(wanted));
  if (found !== undefined) return found.number;
  throw new UsageError(`There is no run "${wanted}"; the file holds ${runs.map(({ name }) => name).join(', ')}.`);
}

function linesOf(command: string, reader: StoreReader, options: { run?: string; limit?: string }): Iterable<string> {
  switch (command) {
    case 'export': {
      const run = runNumber(reader, options.run);
      return exportLines(allJournalRows(reader, run), allBars(reader, run));
    }
    case 'runs':
      return reader.runs().map((run) => JSON.stringify(run));
    case 'tail': {
      const limit = Number(options.limit ?? '20');
      if (!Number.isInteger(limit) || limit < 1) throw new UsageError(`--limit takes a whole number from 1 on`);
      const rows = readJournalTail(reader, { run: runNumber(reader, options.run), limit });
      return rows.map((row) => JSON.stringify(row));
    }
    default:
      throw new UsageError(command === '' ? 'What shall be done?' : `There is no command "${command}".`);
  }
}

/** Writes in large pieces and waits for a slow reader. Resolves to false when the reader has gone (`| head`). */
async function writeLines(lines: Iterable<string>): Promise<boolean> {
  let open = true;
  process.stdout.on('error', () => {
    open = false;
  });
  const flush = (text: string): Promise<void> => new Promise((resolve) => process.stdout.write(text, () => resolve()));
  let piece: string[] = [];
  for (const line of lines) {
    piece.push(line);
    if (piece.length < 1_000) continue;
    await flush(piece.join('\n') + '\n');
    piece = [];
    if (!open) return false;
  }
  if (piece.length > 0) await flush(piece.join('\n') + '\n');
  return open;
}

async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse(args);
  if (positionals.length > 1) throw new UsageError(`One command at a time, found "${positionals.join(' ')}".`);
  const dataDir = values['data-dir'] ?? defaultDataDir();
  const reader = new StoreReader(dataDir);
  try {
    reader.hold();
    const note = spillNote(dataDir);
    if (note !== undefined) console.error(note);
    await writeLines(linesOf(positionals[0] ?? '', reader, values));
    return 0;
  } finally {
    reader.close();
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof UsageError) {
    console.error(`${error.message}\n\n${USAGE}`);
    process.exitCode = 2;
  } else if (error instanceof StoreProblem) {
    console.error(error.message);
    process.exitCode = 1;
  } else throw error;
}
