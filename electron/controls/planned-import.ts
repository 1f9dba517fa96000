import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { folderStamp, importedInWords } from '../../engine/host/data-command.ts';
import { writePrivate } from '../../engine/host/secret-file.ts';
import { ASKED_PARTS, type AskedPart } from '../../engine/store/data-files.ts';
import { importData } from '../../engine/store/data-import.ts';

/** An import that was asked for in the menu: Pitwall runs then, so it waits for the next start. */
const noteIn = (dataDir: string): string => join(dataDir, 'import-pending.json');

const note = z.strictObject({ source: z.string(), parts: z.array(z.enum(ASKED_PARTS)) });

export function planImport(dataDir: string, source: string, parts: readonly AskedPart[]): void {
  writePrivate(noteIn(dataDir), JSON.stringify({ source, parts }));
}

/**
 * Takes in what was planned. Called at the start, before anything else opens the data folder.
 * @returns what became of it, for a person; undefined: nothing was planned. A failed one changed nothing and is not
 * tried again, except while Pitwall runs on the folder without a window: then it waits.
 */
export async function finishImport(dataDir: string, now: () => number): Promise<string | undefined> {
  const file = noteIn(dataDir);
  if (!existsSync(file)) return undefined;
  try {
    const { source, parts } = note.parse(JSON.parse(readFileSync(file, 'utf8')));
    const imported = await importData(dataDir, source, { stamp: folderStamp(now()), parts });
    return [`Data were imported from ${source}.`, ...importedInWords(imported, () => 'import everything for it')].join(
      '\n',
    );
  } catch (fault) {
    const waits = (fault as { code?: unknown }).code === 'lease_held';
    if (!waits) rmSync(file, { force: true });
    return `The data were not imported: ${(fault as Error).message}${waits ? ' It is tried again at the next start.' : ''}`;
  }
}
