/**
 * Every reason that is stored or shown: a closed set with stable codes. The words a trader reads stand beside each code.
 */
export const EXIT_REASONS = {
  sl_hit: 'stop',
  tp_hit: 'target',
  break_even: 'stop at break-even',
  manual: 'flattened by a person',
  signal: 'strategy exit',
  time_limit: 'time limit of the strategy',
  end_of_session: 'end of session',
  risk_limit: 'risk limit',
  roll: 'contract roll',
  end_of_data: 'end of the recording',
  unprotected: 'stop could not be placed',
  external: 'closed outside of Pitwall',
} as const;
export type ExitReason = keyof typeof EXIT_REASONS;

export const DENIAL_REASONS = {
  not_running: 'the strategy or the account does not take entries now',
  flatten_in_flight: 'a flatten of this book is in flight',
  feed_stale: 'no quote for too long in an open session',
  outside_entry_window: 'outside the hours in which entries are allowed',
  position_open: 'the book already holds a position or a working entry',
  opposing_book: 'another book holds the opposite side of this contract',
  account_cap: 'the account would hold more contracts than its cap',
  daily_loss: 'the daily loss limit leaves no room for this risk',
  no_stop: 'an entry without a protective stop',
  stop_too_close: 'the stop is closer than the least distance allowed',
  bad_quantity: 'the quantity is not a positive whole number',
  bad_price: 'a price is missing or on the wrong side',
  no_market: 'no quote yet, or the session is closed',
  blocked: 'something is in doubt; no new risk until it is settled',
} as const;
export type DenialReason = keyof typeof DENIAL_REASONS;

export const HALT_REASONS = {
  daily_loss: 'daily loss limit reached',
} as const;
export type HaltReason = keyof typeof HALT_REASONS;

export const STATE_REASONS = {
  first_run: 'first start in this mode',
  by_person: 'by a person',
  flattened: 'after a flatten',
  halt_expired: 'the halt ended with its trading day',
  engine_dropped: 'its engine was dropped after repeated crashes',
} as const;
export type StateReason = keyof typeof STATE_REASONS;

/** Why a book or the account is in the state that it is in. */
export const STANDING_REASONS = { ...STATE_REASONS, ...HALT_REASONS } as const;
export type StandingReason = keyof typeof STANDING_REASONS;

/** Why the venue refused an order. */
export const REJECT_REASONS = {
  unknown_contract: 'the venue does not know the contract',
  outside_hours: 'the session is closed',
  no_quote: 'the venue has no quote for the contract yet',
  bad_order: 'the order is malformed',
  stale_epoch: 'sent by a desk that has been replaced',
  contract_expired: 'the contract has had its last trade',
} as const;
export type RejectReason = keyof typeof REJECT_REASONS;

/** Why an order was canceled. */
export const CANCEL_REASONS = {
  by_strategy: 'by the strategy',
  by_flatten: 'by a flatten',
  by_stop: 'entries were stopped',
  by_person: 'by a person',
  oco: 'its sibling filled',
  parent_closed: 'its entry was closed without a fill',
  position_closed: 'the position it protected is closed',
  roll: 'contract roll',
  excess: 'it would have closed more than is held',
  not_at_venue: 'the venue no longer has it',
  by_venue: 'by the venue or by hand',
} as const;
export type CancelReason = keyof typeof CANCEL_REASONS;

/** Why an order ended without being filled: denied by us, refused by the venue, canceled, expired. */
export const ORDER_REASONS = {
  ...DENIAL_REASONS,
  ...REJECT_REASONS,
  ...CANCEL_REASONS,
  expired: 'the time that it was good for is over',
} as const;
export type OrderReason = keyof typeof ORDER_REASONS;

/** The words of an order's reason, with what was found: "the account would hold more ... (10 of 10)". */
export function orderReasonWords(reason: OrderReason, detail = ''): string {
  const words: string = ORDER_REASONS[reason];
  return detail === '' ? words : `${words} (${detail})`;
}

/** Why the venue did not do what a cancel or a modification asked. */
export const COMMAND_REFUSALS = {
  unknown_order: 'the venue has no such open order',
  refused: 'the venue refused it',
} as const;
export type CommandRefusal = keyof typeof COMMAND_REFUSALS;

/** Why the desk does not do what a person asks. */
export const DESK_REFUSALS = {
  unknown_scope: 'there is no such book',
  unknown_order: 'there is no such order that could be canceled',
  unknown_difference: 'there is no such open difference between books and venue',
  unknown_flatten: 'no flatten that could be given up is under way',
  bad_speed: 'a speed is a number above 0, or max',
  id_used: 'the id of this command was used for another one',
  halted: 'halted until the time given',
  ended: 'the recording has ended',
  file_locked: 'neither the journal nor its spill can be written',
  failed: 'an error of the desk',
} as const;
export type DeskRefusal = keyof typeof DESK_REFUSALS;

/** Why no entries are taken although the state is RUN. A block lifts when what it rests on is over. */
export const BLOCK_CODES = {
  reconcile: 'our books and the venue disagree',
  doubt: 'the fate of an order is not known',
  file: 'the journal cannot be written',
} as const;
export type BlockCode = keyof typeof BLOCK_CODES;

/** How a difference between our books and the venue's ended. */
export const DIFFERENCE_ENDS = {
  gone: 'books and venue agree again',
  acknowledged: 'a person has confirmed it',
} as const;
export type DifferenceEnd = keyof typeof DIFFERENCE_ENDS;
