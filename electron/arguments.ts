import { join } from 'node:path';

/** The flags given by a person: what follows the executable, and in development also the folder of the program. */
export function personsArguments(argv: readonly string[], isPackaged: boolean): readonly string[] {
  return argv.slice(isPackaged ? 1 : 2);
}

/** Electron's own files (profile, lock of the single instance), kept with the data they belong to. */
export function profileDir(dataDir: string): string {
  return join(dataDir, 'electron');
}
