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
} as const;
export type ExitReason = keyof typeof EXIT_REASONS;

export const DENIAL_REASONS = {
  not_running: 'the strategy or the account does not take entries now',
  flatten_in_flight: 'a flatten of this book is in flight',
  feed_stale: 'no quote for too long in an open session',
  outside_entry_window: 'outside the hours in which entries are allowed',
  flat_by: 'too close to the time by which positions must be flat',
  position_open: 'the book already holds a position or a working entry',
  opposing_book: 'another book holds the opposite side of this contract',
  account_cap: 'the account would hold more contracts than its cap',
  daily_loss: 'the daily loss limit leaves no room for this risk',
  no_stop: 'an entry without a protective stop',
  stop_too_close: 'the stop is closer than the least distance allowed',
  bad_quantity: 'the quantity is not a positive whole number',
  bad_price: 'a price is missing or on the wrong side',
  no_position: 'nothing to close',
  no_market: 'no quote yet, or the session is closed',
  file_locked: 'the journal could not be written; no new risk until it can',
  stale_after_restart: 'the entry was in doubt after a restart',
} as const;
export type DenialReason = keyof typeof DENIAL_REASONS;

export const HALT_REASONS = {
  daily_loss: 'daily loss limit reached',
  account_cap: 'account cap exceeded at the venue',
  reconcile_mismatch: 'our books and the venue disagree',
} as const;
export type HaltReason = keyof typeof HALT_REASONS;

export const STATE_REASONS = {
  first_run: 'first start in this mode',
  restored: 'as it was before the restart',
  by_person: 'by a person',
  flattened: 'after a flatten',
  halted: 'halted by a limit',
  halt_expired: 'the halt ended with its trading day',
  engine_dropped: 'its engine was dropped after repeated crashes',
  end_of_data: 'the recording ended',
} as const;
export type StateReason = keyof typeof STATE_REASONS;

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
  oco: 'its sibling filled',
  parent_closed: 'its entry was closed without a fill',
  position_closed: 'the position it protected is closed',
  session_end: 'the session ended',
  roll: 'contract roll',
  stale_after_restart: 'in doubt after a restart',
} as const;
export type CancelReason = keyof typeof CANCEL_REASONS;
