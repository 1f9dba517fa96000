import {
  EXIT_REASONS,
  orderReasonWords,
  STANDING_REASONS,
  type ExitReason,
  type OrderReason,
  type StandingReason,
} from '../../domain/reasons.ts';

/** A reason's code and words, as every message has them. */
export interface ToldReason<Code extends string> {
  readonly reasonCode: Code;
  readonly reason: string;
}

export function encodeOrderReason(code: OrderReason, detail = ''): ToldReason<OrderReason> {
  return { reasonCode: code, reason: orderReasonWords(code, detail) };
}

export function encodeExitReason(code: ExitReason): ToldReason<ExitReason> {
  return { reasonCode: code, reason: EXIT_REASONS[code] };
}

export function encodeStandingReason(code: StandingReason): ToldReason<StandingReason> {
  return { reasonCode: code, reason: STANDING_REASONS[code] };
}
