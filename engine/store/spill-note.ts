import { readSpill, spillPath } from './journal/spill-file.ts';
import { decodeSpill } from './journal/spill-format.ts';

/** A line for whoever reads the file alone: it does not hold what stands in the spill. undefined: nothing stands there. */
export function spillNote(dataDir: string): string | undefined {
  const { records } = decodeSpill(readSpill(dataDir));
  if (records.length === 0) return undefined;
  return `NOTE: ${records.length} commits stand in ${spillPath(dataDir)}. They are not looked at: the desk takes them into the file with its next commit or start.`;
}
