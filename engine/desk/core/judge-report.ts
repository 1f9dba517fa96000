import type { FillId } from '../../domain/ids.ts';
import type { BrokerNotice, BrokerReport } from '../../domain/broker.ts';
import type { OrderTerms } from '../../domain/difference.ts';
import type { Fill } from '../../domain/fill.ts';
import type { OrderState, OrderStatus } from '../../domain/order.ts';
import { isClosed, mayMove } from '../../domain/order.ts';

/** What a report is worth, before anything is recorded. */
export type Verdict =
  | { readonly kind: 'take' }
  /** It counts, and it should not have come any more. */
  | { readonly kind: 'late'; readonly why: string }
  /** Told before, or over: nothing new. */
  | { readonly kind: 'repeat' }
  | { readonly kind: 'quarantine'; readonly why: string };

const TAKE: Verdict = { kind: 'take' };
const REPEAT: Verdict = { kind: 'repeat' };

const ENDS: Readonly<Partial<Record<BrokerReport['kind'], OrderStatus>>> = {
  rejected: 'rejected',
  canceled: 'canceled',
  expired: 'expired',
};

/** Late and reordered reports are ordinary with a real venue; the transition table says what counts. Pure. */
export function judgeReport(
  report: BrokerReport,
  state: OrderState | undefined,
  hasFill: (fillId: FillId) => boolean,
): Verdict {
  if (state === undefined) return { kind: 'quarantine', why: `order ${report.orderId} is not ours` };
  switch (report.kind) {
    case 'filled':
      return judgeFill(report, state, hasFill);
    case 'updated':
      return judgeUpdate(report, state);
    case 'accepted':
      // Told again, or after something newer was told.
      return state.status === 'pending_new' || state.status === 'pending_cancel' ? TAKE : REPEAT;
    case 'command_rejected':
      return isClosed(state.status) ? REPEAT : TAKE;
    default: {
      const to = ENDS[report.kind];
      if (isClosed(state.status) || to === undefined) return REPEAT;
      return mayMove(state.status, to)
        ? TAKE
        : { kind: 'quarantine', why: `order ${report.orderId} is ${state.status} and was told to be ${to}` };
    }
  }
}

function judgeFill(
  report: Extract<BrokerReport, { kind: 'filled' }>,
  state: OrderState,
  hasFill: (fillId: FillId) => boolean,
): Verdict {
  if (hasFill(report.fillId)) return REPEAT;
  const { qty, leavesQty } = report;
  const fault = faultOfFill(report);
  if (fault !== undefined) return { kind: 'quarantine', why: fault };
  if (!isCount(leavesQty)) return { kind: 'quarantine', why: `a fill that leaves ${leavesQty}` };
  if (state.status === 'denied') return { kind: 'quarantine', why: `order ${report.orderId} was never sent` };
  if (isClosed(state.status)) {
    return { kind: 'late', why: `it filled ${qty} after it was told to be ${state.status}` };
  }
  const over = state.filledQty + qty - state.qty;
  return over > 0 ? { kind: 'late', why: `it filled ${over} more than its size` } : TAKE;
}

function judgeUpdate(report: Extract<BrokerReport, { kind: 'updated' }>, state: OrderState): Verdict {
  if (isClosed(state.status)) return REPEAT;
  const fault = faultOfTerms(report);
  return fault === undefined ? TAKE : { kind: 'quarantine', why: fault };
}

/** Why what is told about an order or a fill of somebody else cannot be booked; undefined: it can. */
export function faultOfForeign(
  notice: Extract<BrokerNotice, { kind: 'foreign_order' | 'foreign_fill' }>,
): string | undefined {
  const { tickSize, tickValueCents, capWeight } = notice.contract;
  const fine = [tickSize, tickValueCents, capWeight].every((value) => Number.isFinite(value) && value >= 0);
  if (!fine) return `a contract with a tick of ${tickSize} worth ${tickValueCents} cents and a weight of ${capWeight}`;
  return notice.kind === 'foreign_fill' ? faultOfFill(notice) : faultOfTerms(notice);
}

function faultOfFill({ qty, priceTicks, feeCents }: Pick<Fill, 'qty' | 'priceTicks' | 'feeCents'>): string | undefined {
  if (isCount(qty) && qty > 0 && isPrice(priceTicks) && isPrice(feeCents)) return undefined;
  return `a fill of ${qty} at tick ${priceTicks}, fee ${feeCents}`;
}

function faultOfTerms({ qty, stopTicks, limitTicks }: OrderTerms): string | undefined {
  const fine =
    isCount(qty) &&
    (stopTicks === undefined || isPrice(stopTicks)) &&
    (limitTicks === undefined || isPrice(limitTicks));
  return fine ? undefined : `an order over ${qty} at ${stopTicks ?? limitTicks ?? 'no price'}`;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0 && value <= MOST_CONTRACTS;
}

/** Ticks, or cents of a fee: whole, and of a size that can be. */
function isPrice(value: number): boolean {
  return Number.isSafeInteger(value) && Math.abs(value) <= MOST_TICKS;
}

/** No order and no price is larger: what is, is an error of the venue's, and would spoil every sum. */
const MOST_CONTRACTS = 10_000;
const MOST_TICKS = 10_000_000;
