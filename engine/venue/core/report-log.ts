import type { ClientOrderId } from '../../domain/ids.ts';
import type { BrokerReport } from '../../domain/broker.ts';
import type { TimeMs } from '../../domain/units.ts';

/** A report without what the log itself knows. */
export type Happening = BrokerReport extends infer R
  ? R extends BrokerReport
    ? Omit<R, 'reportSeq' | 'step' | 'immediate' | 'timeMs' | 'orderId'>
    : never
  : never;

/** Numbers the broker's reports without a gap and collects those of the step or the act under way. */
export class ReportLog {
  seq: number;
  private step = 0;
  private immediate = false;
  private reports: BrokerReport[] = [];

  constructor(seq: number) {
    this.seq = seq;
  }

  /** What follows is told in the answer to `step`, or (immediate) at once after it. */
  begin(step: number, immediate: boolean): void {
    this.step = step;
    this.immediate = immediate;
  }

  add(timeMs: TimeMs, orderId: ClientOrderId, happening: Happening): void {
    this.seq += 1;
    const { step, immediate } = this;
    this.reports.push({ reportSeq: this.seq, step, immediate, timeMs, orderId, ...happening });
  }

  /** Reports since the last call. */
  take(): BrokerReport[] {
    if (this.reports.length === 0) return this.reports;
    const reports = this.reports;
    this.reports = [];
    return reports;
  }
}
