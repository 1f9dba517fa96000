import type { Calendar } from '../../domain/session.ts';
import type { TimeMs } from '../../domain/units.ts';
import type { Ledger } from '../../execution/ledger.ts';
import type { LossReading } from '../../risk/loss-breach.ts';
import type { Act } from './act.ts';
import type { Figures } from './figures.ts';
import { ofDuty } from '../../domain/origin.ts';
import { ACCOUNT } from '../../domain/scope.ts';
import { tradingDaySpan } from '../../domain/session.ts';
import { beyondLimit, roomLeftCents } from '../../risk/loss-breach.ts';

/** A position without a price for so long is alarmed: the limit is blind. */
const BLIND_MS = 10_000;
/** Less than this part of the limit left: near. */
const NEAR = 0.2;

export interface SavedLossWatch {
  /** The trading day on which it was told that the limit is near. */
  readonly toldNear: string;
  readonly blindMs: TimeMs | null;
  readonly toldBlind: boolean;
}

export interface LossReads {
  readonly ledger: Ledger;
  readonly figures: Figures;
  readonly calendar: Calendar;
}

/**
 * The account's daily loss limit: read once a step. A loss beyond it that two prints of what is held bear out halts the
 * account until the trading day ends, and flattens it. As long as the halt lasts, nothing stays open: a flatten that was
 * given up begins anew.
 */
export class LossWatch {
  private readonly reads: LossReads;
  private toldNear = '';
  private blindMs: TimeMs | undefined;
  private toldBlind = false;

  constructor(reads: LossReads) {
    this.reads = reads;
  }

  read(act: Act): void {
    const { ledger, figures } = this.reads;
    const { account } = ledger;
    if (account.state === 'HALTED') {
      if (account.reason === 'daily_loss') this.keepFlat(act);
      return;
    }
    const reading = figures.confirmedLoss();
    if (reading === undefined) return;
    this.watchBlindness(act);
    this.tellNear(act, reading);
    if (!beyondLimit(reading)) return;
    const untilMs = tradingDaySpan(this.reads.calendar, ledger.tradingDay).toMs;
    const day = reading.netCents - reading.exitEstimateCents;
    const halting = act.for(ofDuty('risk', `day ${dollars(day)}, limit ${dollars(-reading.limitCents)} dollars`));
    halting.changeState(ACCOUNT, 'HALTED', 'daily_loss', untilMs);
    halting.startFlatten(ACCOUNT, 'risk_limit');
  }

  save(): SavedLossWatch {
    return { toldNear: this.toldNear, blindMs: this.blindMs ?? null, toldBlind: this.toldBlind };
  }

  load(saved: SavedLossWatch): void {
    this.toldNear = saved.toldNear;
    this.blindMs = saved.blindMs ?? undefined;
    this.toldBlind = saved.toldBlind;
  }

  private keepFlat(act: Act): void {
    const { ledger } = this.reads;
    const open = ledger.books().some((book) => !book.isFlat || ledger.fold.hasOpenOrders(book.id));
    if (!open) return;
    act
      .for(ofDuty('risk', 'the account is halted by its daily loss limit and not flat'))
      .startFlatten(ACCOUNT, 'risk_limit');
  }

  /** A position without a price counts as nothing in every sum: that must be said. */
  private watchBlindness(act: Act): void {
    const contractId = this.reads.figures.blindContract();
    if (contractId === undefined) {
      this.blindMs = undefined;
      this.toldBlind = false;
      return;
    }
    this.blindMs ??= act.timeMs;
    if (this.toldBlind || act.timeMs - this.blindMs < BLIND_MS) return;
    this.toldBlind = true;
    act.alarm('room_unknown', `${contractId} is held and has no price: the daily loss limit cannot see it`);
  }

  private tellNear(act: Act, reading: LossReading): void {
    const { tradingDay } = this.reads.ledger;
    const left = roomLeftCents(reading);
    if (this.toldNear === tradingDay || left > NEAR * reading.limitCents) return;
    this.toldNear = tradingDay;
    act.alarm('daily_loss_near', `${dollars(left)} dollars left until the daily loss limit`);
  }
}

function dollars(cents: number): string {
  return (cents / 100).toFixed(2);
}
