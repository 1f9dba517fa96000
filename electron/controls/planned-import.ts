import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { folderStamp } from '../../engine/host/data-command.ts';
import { writePrivate } from '../../engine/host/secret-file.ts';
import { importData } from '../../engine/store/data-import.ts';

/** An import that was asked for in the menu: Pitwall runs then, so it waits for the next start. */
const noteIn = (dataDir: string): string => join(dataDir, 'import-pending.json');

export function planImport(dataDir: string, source: string): void {
  writePrivate(noteIn(dataDir), JSON.stringify({ source }));
}

/**
 * Takes in what was planned. Called at the start, before anything else opens the data folder.
 * @returns what became of it, for a person; undefined: nothing was planned. A failed one changed nothing and is not
 * tried again, except while Pitwall runs on the folder without a window: then it waits.
 */
export async function finishImport(dataDir: string, now: () => number): Promise<string | undefined> {
  const note = noteIn(dataDir);
  if (!existsSync(note)) return undefined;
  try {
    const { source } = z.object({ source: z.string() }).parse(JSON.parse(readFileSync(note, 'utf8')));
    const { aside } = await importData(dataDir, source, folderStamp(now()));
    return `Data were imported from ${source}; the former ones lie in ${aside ?? 'no folder: there were none'}.`;
  } catch (fault) {
    const waits = (fault as { code?: unknown }).code === 'lease_held';
    if (!waits) rmSync(note, { force: true });
    return `The data were not imported: ${(fault as Error).message}${waits ? ' It is tried again at the next start.' : ''}`;
  }
}
