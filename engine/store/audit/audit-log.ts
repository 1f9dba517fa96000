import type { AuditNote, AuditRow } from '../../domain/audit.ts';
import { AUDIT_OK } from '../../domain/audit.ts';
import type { Audit } from '../../ports/audit.ts';
import { AuditFold } from '../../ports/audit-fold.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import { messageOf } from '../schema/problem.ts';
import { AuditFile } from './audit-file.ts';

const AGAIN_MS = 1_000;
/** Rows that are held while the file cannot be written: hours of what folding leaves of a flood. */
const MOST_HELD = 10_000;
/** Rows that are written at once when the file takes them again: some 10 ms. */
const PIECE = 500;
/** Writers of other processes are done within much less; another program's lock is not waited for. */
const BUSY_MS = 20;

export interface AuditLogOptions {
  readonly dataDir: string;
  /** Which process this is. */
  readonly door: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Whether this process copies the write-ahead log into the file: one that decides about orders does not. */
  readonly checkpoints?: boolean;
  /** How long another program's lock is waited for; a command of the project has more time than a server. */
  readonly busyMs?: number;
  /** Told once when the file cannot be written any more, with the reason, and once when it can. */
  readonly onFault?: (fault: string | undefined) => void;
}

/**
 * The audit log of one process, in the file that all of them share. A row is written at once; what the file does not take
 * (locked, a full disk) is held and tried again each second, and whoever acts is not kept waiting for it.
 */
export class AuditLog implements Audit {
  private readonly options: AuditLogOptions;
  private readonly fold: AuditFold;
  private file: AuditFile | undefined;
  private held: AuditRow[] = [];
  private lost = 0;
  private cancel: (() => void) | undefined;

  constructor(options: AuditLogOptions) {
    this.options = options;
    const { clock, door } = options;
    this.fold = new AuditFold({ clock, door, keep: (row) => this.keep(row) });
  }

  note(note: AuditNote): void {
    this.fold.note(note);
  }

  /** Rows that wait for the file. */
  get waiting(): number {
    return this.held.length;
  }

  /** Writes what is left; what the file does not take even now is told. */
  close(): void {
    this.fold.flush();
    if (this.held.length > 0 && this.write(this.held) === undefined) this.held = [];
    this.cancel?.();
    this.cancel = undefined;
    this.file?.close();
    this.file = undefined;
    for (const row of this.held) this.options.logger.error('an audit row that could not be kept', { ...row });
    this.held = [];
  }

  private keep(row: AuditRow): void {
    if (this.cancel !== undefined) {
      this.hold(row);
      return;
    }
    const fault = this.write([row]);
    if (fault === undefined) return;
    this.hold(row);
    this.again();
    const { logger, onFault } = this.options;
    logger.error('THE AUDIT LOG CANNOT BE WRITTEN; its rows are held in memory and tried again', { fault });
    onFault?.(fault);
  }

  /** What is most likely the flood goes first; that rows are missing is a row of its own later. */
  private hold(row: AuditRow): void {
    this.held.push(row);
    if (this.held.length <= MOST_HELD) return;
    const at = this.held.findIndex(({ part }) => part === 'strangers' || part === 'refused');
    const [dropped] = this.held.splice(Math.max(at, 0), 1);
    this.lost += dropped?.count ?? 0;
  }

  private again(): void {
    this.cancel = this.options.clock.after(AGAIN_MS, () => this.writeHeld());
  }

  private writeHeld(): void {
    const { logger, onFault, door, clock } = this.options;
    const now = clock.now();
    const missing: AuditRow[] = this.lost === 0 ? [] : [lostRow(door, now, this.lost)];
    const piece = this.held.slice(0, PIECE);
    const fault = this.write([...missing, ...piece]);
    this.cancel?.();
    this.cancel = undefined;
    if (fault === undefined) {
      this.held = this.held.slice(piece.length);
      this.lost = 0;
    }
    if (this.held.length > 0) {
      this.again();
      return;
    }
    logger.warn('the audit log is written again');
    onFault?.(undefined);
  }

  /** Why it could not; undefined: it is written. */
  private write(rows: readonly AuditRow[]): string | undefined {
    const { dataDir, checkpoints = false, busyMs = BUSY_MS } = this.options;
    try {
      this.file ??= new AuditFile(dataDir, { busyMs, checkpoints });
      this.file.append(rows);
      return undefined;
    } catch (error) {
      this.file?.close();
      this.file = undefined;
      return messageOf(error);
    }
  }
}

function lostRow(door: string, timeMs: number, count: number): AuditRow {
  const none = { device: '', address: '', cause: '' };
  const told = { part: 'rights', kind: 'log', what: 'rows-lost', actor: 'pitwall', result: AUDIT_OK } as const;
  return { ...told, ...none, scope: 'more than could be held', timeMs, untilMs: timeMs, count, door };
}
