import { silentLogger } from '../../ports/logger.ts';
import { AUDIT_OK, type AuditNote } from '../../domain/audit.ts';
import type { Clock } from '../../ports/clock.ts';
import { AuditLog } from './audit-log.ts';

/** A command of the project waits for others who write: it has nobody who waits for it. */
const BUSY_MS = 2_000;

/** Notes what a command of the project did on a data folder, in the owner's name. What the file does not take is told. */
export function auditCommand(
  options: {
    readonly dataDir: string;
    /** The command: "user", "data". */
    readonly door: string;
    readonly clock: Clock;
    readonly complain: (text: string) => void;
  },
  act: Pick<AuditNote, 'kind' | 'what' | 'scope'>,
): void {
  const { dataDir, door, clock, complain } = options;
  const faults: unknown[] = [];
  const logger = { ...silentLogger, error: (text: string) => void faults.push(text) };
  const log = new AuditLog({ dataDir, door, clock, logger, checkpoints: true, busyMs: BUSY_MS });
  log.note(ofOwner(act, `npm run ${door}`));
  log.close();
  if (faults.length > 0) complain(`The audit log in ${dataDir} did not take that ${act.what} ${act.scope} was done.`);
}

/** An act of whoever owns this machine's data, without a connection. */
export function ofOwner(act: Pick<AuditNote, 'kind' | 'what' | 'scope'>, device: string): AuditNote {
  return { ...act, actor: 'owner', isOwner: true, device, address: '', cause: '', result: AUDIT_OK };
}
