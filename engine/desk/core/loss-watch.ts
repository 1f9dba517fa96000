import type { DeskCore } from './desk-core.ts';
import { tradingDaySpan } from '../../domain/session.ts';
import { beyondLimit } from '../../risk/loss-breach.ts';

export interface SavedLossWatch {
  /** Successive readings at or beyond the limit. */
  readonly readings: number;
  /** The step of the last one. */
  readonly step: number;
}

/**
 * The account's daily loss limit: read once a step; two successive readings beyond it halt the account until the trading
 * day ends, and flatten it. As long as the halt lasts, nothing stays open: a flatten that could not be finished begins anew.
 */
export class LossWatch {
  private readonly desk: DeskCore;
  private readings = 0;
  private step = 0;

  constructor(desk: DeskCore) {
    this.desk = desk;
  }

  /** Step `n`. A step that is taken again after a restart is not read twice. */
  read(n: number): void {
    const { account } = this.desk.ledger;
    if (account.state === 'HALTED' && account.reason === 'daily_loss') return this.keepFlat();
    const reading = this.desk.figures.loss();
    if (reading === undefined || account.state === 'HALTED' || n <= this.step) return;
    this.step = n;
    this.readings = beyondLimit(reading) ? this.readings + 1 : 0;
    if (this.readings < 2) return;
    const untilMs = tradingDaySpan(this.desk.options.calendar, this.desk.ledger.tradingDay).toMs;
    const cause = `day ${((reading.netCents - reading.exitEstimateCents) / 100).toFixed(2)}, limit -${(reading.limitCents / 100).toFixed(2)} dollars`;
    const origin = { actor: 'risk', device: 'desk', cause };
    this.desk.changeState('account', 'HALTED', 'daily_loss', origin, untilMs);
    this.desk.startFlatten('account', 'risk_limit', origin);
  }

  startDay(): void {
    this.readings = 0;
  }

  save(): SavedLossWatch {
    return { readings: this.readings, step: this.step };
  }

  load(saved: SavedLossWatch): void {
    this.readings = saved.readings;
    this.step = saved.step;
  }

  private keepFlat(): void {
    const { ledger, options } = this.desk;
    const open = options.strategies.some(({ identity }) => {
      const book = ledger.book(identity.id);
      return book.position.netQty !== 0 || ledger.openOrders(book.id).length > 0;
    });
    if (!open) return;
    const cause = 'the account is halted by its daily loss limit and not flat';
    this.desk.startFlatten('account', 'risk_limit', { actor: 'risk', device: 'desk', cause });
  }
}
