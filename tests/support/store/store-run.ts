import type { Commit } from '../../../engine/ports/journal.ts';
import type { ScriptOptions } from './journal-script.ts';
import { StoreReader } from '../../../engine/store/queries/store-reader.ts';
import { journalScript } from './journal-script.ts';
import { StoreFolder } from './store-folder.ts';

/** A scripted run in a file, and a reader on it while the journal is still open. */
export interface StoreRun {
  readonly folder: StoreFolder;
  readonly commits: readonly Commit[];
  readonly reader: StoreReader;
  dispose(): void;
}

export function storeRun(options: ScriptOptions): StoreRun {
  const folder = new StoreFolder();
  const { journal } = folder.open();
  const commits = journalScript(options);
  for (const commit of commits) journal.commit(commit);
  const reader = new StoreReader(folder.path);
  return {
    folder,
    commits,
    reader,
    dispose: () => {
      reader.close();
      folder.dispose();
    },
  };
}
