import type { Calendar } from '../../domain/session.ts';
import type { TimeMs } from '../../domain/units.ts';
import type { Ledger } from '../../execution/ledger.ts';
import type { Act } from './act.ts';
import type { Figures } from './figures.ts';
import type { PnlRecorder } from './pnl-recorder.ts';
import type { Recorder } from './recorder.ts';
import { tradingDay, tradingDaySpan } from '../../domain/session.ts';

interface TradingDaysParts {
  readonly ledger: Ledger;
  readonly calendar: Calendar;
  readonly figures: Figures;
  readonly pnl: PnlRecorder;
  readonly recorder: Recorder;
}

/** Begins trading days as market time passes, and fills the seconds in which nothing happened. */
export class TradingDays {
  private readonly parts: TradingDaysParts;

  constructor(parts: TradingDaysParts) {
    this.parts = parts;
  }

  start(act: Act, day: string, timeMs: TimeMs): void {
    const { figures, pnl } = this.parts;
    const open = figures.openByBook();
    act.record({ type: 'DayStarted', tradingDay: day, ...(open === undefined ? {} : { open }) }, null, timeMs);
    pnl.startDay(figures.readings());
  }

  /** Market time without facts up to `untilMs`: where it crosses into a new trading day, that day begins at its boundary. */
  pass(act: Act, untilMs: TimeMs): void {
    const { calendar, ledger, figures, pnl, recorder } = this.parts;
    const day = tradingDay(calendar, untilMs);
    if (day !== ledger.tradingDay) {
      const boundaryMs = Math.min(untilMs, tradingDaySpan(calendar, day).fromMs);
      pnl.fill(boundaryMs - 1, figures.readings());
      recorder.add({ pnlDays: figures.dayRollups(pnl) });
      this.start(act, day, Math.max(boundaryMs, recorder.stepEndMs));
    }
    pnl.fill(untilMs, figures.readings());
  }

  /** Hands the recorder the seconds and minutes that are complete. */
  gather(): void {
    const { figures, pnl, recorder } = this.parts;
    const { seconds, minutes } = pnl.take();
    if (seconds.length === 0 && minutes.length === 0) return;
    const days = minutes.length > 0 ? figures.dayRollups(pnl) : [];
    recorder.add({ pnlSeconds: seconds, pnlMinutes: minutes, pnlDays: days });
  }
}
