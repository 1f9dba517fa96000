import type { Logger } from '../../ports/logger.ts';
import { StoreProblem, messageOf } from '../schema/problem.ts';
import type { Ballast } from './ballast.ts';
import type { MergedSpill } from './merge-spill.ts';
import { SpillFile, setSpillAside, spillPath } from './spill-file.ts';
import type { SpillContent } from './spill-format.ts';

/** What a start found in the spill. */
export interface SpillFound {
  /** Commits, and rows in them, that a killed desk had left there and that are in the file now. */
  readonly mergedCommits: number;
  readonly mergedRows: number;
  /** Bytes that were no whole commit and were dropped. */
  readonly tornBytes: number;
  /** Where a spill lies now that does not fit the file; undefined: there was none such. */
  readonly setAside: string | undefined;
}

/** After the transaction that merged it: sets aside what does not fit, and says what was found. */
export function settleSpill(
  dataDir: string,
  { tornBytes: behind, beyond }: SpillContent,
  { merged, known, misfits }: MergedSpill,
  wallMs: number,
  logger: Logger,
): SpillFound {
  const mergedRows = merged.reduce((sum, { commit }) => sum + commit.rows.length, 0);
  if (merged.length > 0) {
    logger.warn(
      `the last desk left ${merged.length} commits with ${mergedRows} rows in the spill; they are in the file now`,
    );
  }
  if (misfits.length > 0) {
    const setAside = setSpillAside(dataDir, wallMs);
    logger.error(
      `The spill does not fit this file: ${misfits.join('; ')}. It was set aside whole as ${setAside}. ` +
        `Acts that stand in it are not in the journal: compare orders and positions with the broker's before you trade.`,
    );
    return { mergedCommits: merged.length, mergedRows, tornBytes: 0, setAside };
  }
  if (known > 0) logger.info(`${known} commits of the spill were in the file already`);
  const tornBytes = beyond.length === 0 ? behind : 0;
  if (tornBytes > 0) {
    logger.warn(
      `dropped ${tornBytes} bytes at the end of the spill that are no whole commit: a desk was killed while it put one down, before anybody was told of it`,
    );
  }
  return { mergedCommits: merged.length, mergedRows, tornBytes, setAside: undefined };
}

/**
 * The spill of a desk that begins, and the ballast where there is space for it.
 * @param bytes what is wanted of either, and what the spill still holds of the last desk
 */
export function openSpill(
  dataDir: string,
  bytes: { readonly spill: number; readonly ballast: number; readonly left: number },
  ballast: Ballast,
  logger: Logger,
): SpillFile {
  let spill: SpillFile;
  try {
    spill = new SpillFile(dataDir, bytes.spill, bytes.left);
  } catch (error) {
    throw new StoreProblem(
      'unwritable',
      `The spill ${spillPath(dataDir)} cannot be opened: ${messageOf(error)}.`,
      error,
    );
  }
  try {
    ballast.spend(() => spill.reserve());
  } catch (error) {
    logger.warn('there is no space for the spill; on a full disk it will take nothing', { error: messageOf(error) });
  }
  if (bytes.ballast === 0) return spill;
  try {
    ballast.make(bytes.ballast);
  } catch (error) {
    logger.warn('the ballast could not be made', { error: messageOf(error) });
  }
  if (!ballast.present) logger.warn(`the disk has too little space for the ballast of ${bytes.ballast} bytes`);
  return spill;
}
