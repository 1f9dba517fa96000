import type { ClientOrderId } from '../../domain/ids.ts';
import type { Block } from '../../domain/block.ts';
import type { BrokerCommand } from '../../domain/broker.ts';
import type { TimeMs } from '../../domain/units.ts';
import type { Ledger } from '../../execution/ledger.ts';
import type { Act } from './act.ts';
import type { Published } from './finished.ts';
import type { Recorder, Written } from './recorder.ts';
import { isReducing } from '../../domain/broker.ts';
import { ofDuty } from '../../domain/origin.ts';
import { ACCOUNT } from '../../domain/scope.ts';

const FILE_BLOCK: Omit<Block, 'detail'> = { scope: ACCOUNT, code: 'file', subject: 'journal' };

export interface CommitterParts {
  readonly ledger: Ledger;
  readonly recorder: Recorder;
  /** An act of the desk itself, now. */
  readonly act: () => Act;
  /** The desk's volatile state, as it is written with each commit. */
  readonly state: () => string;
  /** Figures that wait for a commit. */
  readonly gather: () => void;
}

export interface Committed extends Published {
  readonly where: Written;
}

/**
 * Writes the journal. A file that cannot be written (locked, full) takes no key away: everything goes into the spill, in
 * order, entries are blocked, and what reduces goes out. When the file is back, it gets what was spilled.
 */
export class Committer {
  private readonly parts: CommitterParts;
  /** Commands that wait for their commit, in order. */
  private waiting: BrokerCommand[] = [];

  constructor(parts: CommitterParts) {
    this.parts = parts;
  }

  /** The step's commands: they go out when it is written. */
  get commands(): BrokerCommand[] {
    return this.waiting;
  }

  /** undefined: neither file nor spill takes it; everything stays as it is, and the next call tries again. */
  commit(step: number, endMs: TimeMs): Committed | undefined {
    const { recorder, ledger, gather, state } = this.parts;
    gather();
    const recorded = recorder.commit(step, endMs, state());
    if (recorded !== undefined) {
      if (!ledger.fileLost) return { step, endMs, ...recorded, where: 'file' };
      // What was lost and is back is a fact of its own.
      this.tellBack();
      const back = recorder.commit(step, endMs, state()) ?? recorder.spill(step, endMs, state());
      const rows = [...recorded.rows, ...(back?.rows ?? [])];
      return { step, endMs, rows, logs: [...recorded.logs, ...(back?.logs ?? [])], where: 'file' };
    }
    if (!ledger.fileLost) this.tellLost(recorder.fault);
    const spilled = recorder.spill(step, endMs, state());
    return spilled === undefined ? undefined : { step, endMs, ...spilled, where: 'spill' };
  }

  /** Commands that may go out now: all with a file, else those that reduce; the others wait. */
  take(where: Written): readonly BrokerCommand[] {
    const all = this.waiting;
    if (where === 'file') {
      this.waiting = [];
      return all;
    }
    this.waiting = all.filter((command) => !isReducing(command));
    return all.filter(isReducing);
  }

  /** Takes a placing that waits for the file off its way; false where it has gone out. */
  withdraw(orderId: ClientOrderId): boolean {
    if (!this.parts.ledger.fileLost) return false;
    const rest = this.waiting.filter((command) => !(command.kind === 'place' && command.order.orderId === orderId));
    if (rest.length === this.waiting.length) return false;
    this.waiting = rest;
    return true;
  }

  private tellLost(reason: string): void {
    const act = this.parts.act().for(ofDuty('desk', reason));
    act.record({ type: 'FileLost', reason }, null);
    act.alarm('file_locked', `the journal cannot be written: ${reason}. Entries stop; exits and flattens go on`);
    act.raise({ ...FILE_BLOCK, detail: reason });
  }

  private tellBack(): void {
    const act = this.parts.act();
    act.record({ type: 'FileBack' }, null);
    act.alarm('file_back', 'the journal can be written again');
    act.lift(FILE_BLOCK);
  }
}
