import type { Cents, Ticks, TimeMs } from './units.ts';

/** Which calendar of session hours and early closes a contract follows (`session.ts`, `holidays.ts`). */
export type SessionKind = 'equity' | 'metal' | 'energy' | 'fx';

/** Rule for the last trading day of a contract month. */
export type LastTradeRule =
  | 'third-friday' // equity indices, 08:30 Chicago
  | 'third-last-business-day' // gold, 12:30 Chicago
  | 'second-business-day-before-third-wednesday' // currencies, 09:16 Chicago
  | 'third-business-day-before-25th-of-prior-month' // crude oil
  | 'fourth-business-day-before-25th-of-prior-month'; // micro crude oil

/** Specification of a contract root: what does not change from one month to the next. Dated figures live in `config`. */
export interface ContractSpec {
  /** "MNQ" */
  readonly root: string;
  readonly description: string;
  readonly exchange: 'CME' | 'CBOT' | 'COMEX' | 'NYMEX';
  readonly sessionKind: SessionKind;
  /** [from, to) of the exchange's regular hours in minutes since midnight Chicago; undefined: it has none. */
  readonly regularHours: { readonly from: number; readonly to: number } | undefined;
  /** Price of one tick in the contract's quoted unit, e.g. 0.25. For conversion at the edges only. */
  readonly tickSize: number;
  /** Decimals a price of this contract is written with. */
  readonly priceDecimals: number;
  /** Not always a whole number. */
  readonly tickValueCents: number;
  /** Month codes that are traded, e.g. "HMUZ". */
  readonly months: string;
  readonly lastTrade: LastTradeRule;
  /** How many calendar days before the last trading day the front month rolls to the next one, at the session's start. */
  readonly rollDaysBefore: number;
  /** Exchange and clearing fee per side and contract (dated default; configuration overrides it). */
  readonly feePerSideCents: Cents;
  /** Margin per contract, an estimate for display (configuration overrides it). */
  readonly marginCents: Cents;
  /** 1 for a micro, 10 for the full-size contract: its weight in the account's cap, counted in micros. */
  readonly capWeight: number;
}

/** What positions and figures need to know of a contract, also of one that the catalog does not have. */
export type ContractFacts = Pick<
  ContractSpec,
  'root' | 'tickSize' | 'priceDecimals' | 'tickValueCents' | 'capWeight' | 'feePerSideCents' | 'marginCents'
>;

/** One contract month: "MNQZ6". */
export interface Contract {
  readonly spec: ContractSpec;
  /** "MNQZ6": root, month code, last digit of the year. */
  readonly id: string;
  readonly year: number;
  /** 1 to 12 */
  readonly month: number;
  /** End of its last session (the last trade), epoch ms. */
  readonly lastTradeMs: TimeMs;
}

/** Ticks of a price; the nearest integer. Check `isOnTick` first where an off-tick price must be refused. */
export function toTicks(spec: ContractSpec, price: number): Ticks {
  return Math.round(price / spec.tickSize);
}

/** True when the price lies on the contract's tick grid, within a thousandth of a tick (floating point input). */
export function isOnTick(spec: ContractSpec, price: number): boolean {
  const ticks = price / spec.tickSize;
  return Math.abs(ticks - Math.round(ticks)) < 1e-3;
}

/** Price of a number of ticks (may be fractional for averages), rounded to kill float dust. For the edges only. */
export function toPrice(spec: Pick<ContractSpec, 'tickSize' | 'priceDecimals'>, ticks: number): number {
  return Number((ticks * spec.tickSize).toFixed(spec.priceDecimals + 6));
}

/** The price as text with the contract's decimals. */
export function formatPrice(spec: Pick<ContractSpec, 'tickSize' | 'priceDecimals'>, ticks: number): string {
  return (ticks * spec.tickSize).toFixed(spec.priceDecimals);
}
