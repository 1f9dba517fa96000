import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isLoopback } from '../../engine/domain/loopback.ts';
import { writePrivate } from '../../engine/host/secret-file.ts';

/** "Ctrl+Shift+F8": two or more of the modifiers and a key, so that nobody hits it by accident. */
export const chord = z
  .string()
  .max(40)
  .regex(/^(?:(?:Ctrl|Alt|Shift|Super|Command|Option|CommandOrControl)\+){2,4}(?:F[1-9]|F1\d|F2[0-4]|[A-Z0-9])$/, {
    error: 'expected two or more of Ctrl, Alt, Shift, Super and a key, as in Ctrl+Shift+F8',
  });

/** The shell's own settings; trading has none here. Unknown keys are refused. */
export const shellSettings = z.strictObject({
  version: z.literal(1),
  /** Global keys that flatten everything, also with the window hidden; null: none. */
  flattenShortcut: chord.nullable().default('Ctrl+Shift+F8'),
  /** Closing the last window leaves Pitwall running in the tray. */
  keepInTray: z.boolean().default(false),
  launchAtLogin: z.boolean().default(false),
  notifications: z.enum(['all', 'errors', 'off']).default('all'),
  /** Address of a feed of updates, https unless it is on this machine; null: never asked. */
  updateFeed: z
    .url({ protocol: /^https?$/ })
    .refine((url) => url.startsWith('https:') || isLoopback(new URL(url).hostname), { error: 'expected https://' })
    .nullable()
    .default(null),
});
export type ShellSettings = z.infer<typeof shellSettings>;

export const DEFAULTS: ShellSettings = shellSettings.parse({ version: 1 });

const fileIn = (dataDir: string): string => join(dataDir, 'shell.json');

export interface ReadSettings {
  readonly settings: ShellSettings;
  /** For a person: what was wrong with the file, and where it lies now. */
  readonly notice: string | undefined;
}

/** The settings of a data folder. A file that cannot be used is set aside, never overwritten, and that is told. */
export function readSettings(dataDir: string): ReadSettings {
  const file = fileIn(dataDir);
  if (!existsSync(file)) return { settings: DEFAULTS, notice: undefined };
  try {
    return { settings: shellSettings.parse(JSON.parse(readFileSync(file, 'utf8'))), notice: undefined };
  } catch (fault) {
    const aside = `${file}.damaged`;
    renameSync(file, aside);
    const why = fault instanceof z.ZodError ? z.prettifyError(fault) : (fault as Error).message;
    return { settings: DEFAULTS, notice: `shell.json cannot be used and was set aside as ${aside}:\n${why}` };
  }
}

export function writeSettings(dataDir: string, settings: ShellSettings): void {
  writePrivate(fileIn(dataDir), `${JSON.stringify(shellSettings.parse(settings), null, 2)}\n`);
}
