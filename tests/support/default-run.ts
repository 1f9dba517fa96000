import { load } from '../../engine/config/load.ts';
import type { Run } from '../../engine/config/shown.ts';

/** A run as it is with no other settings than these flags, its data in a folder that is the same everywhere. */
export function runWith(argv: readonly string[] = [], env: Readonly<Record<string, string | undefined>> = {}): Run {
  const loaded = load({ argv: ['--data-dir', '/var/lib/pitwall', ...argv], env, folder: import.meta.dirname });
  if (loaded.kind !== 'settings') throw new Error(loaded.kind === 'faults' ? loaded.faults.join('\n') : loaded.kind);
  const { settings, hub, log } = loaded.settled;
  return { settings, hub, logLevel: log.level, logJson: log.json };
}
