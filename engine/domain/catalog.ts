import type { ContractFacts, ContractSpec } from './contract.ts';
import { InvariantError } from './assert.ts';

const micro = { capWeight: 1 } as const;
const full = { capWeight: 10 } as const;
const index = {
  sessionKind: 'equity',
  regularHours: { from: 510, to: 900 },
  months: 'HMUZ',
  lastTrade: 'third-friday',
  rollDaysBefore: 8,
} as const;
const gold = {
  exchange: 'COMEX',
  sessionKind: 'metal',
  regularHours: { from: 440, to: 750 },
  months: 'GJMQVZ',
  lastTrade: 'third-last-business-day',
  rollDaysBefore: 32, // before first notice, which is the last business day of the month before
  tickSize: 0.1,
  priceDecimals: 1,
} as const;
const crude = {
  exchange: 'NYMEX',
  sessionKind: 'energy',
  regularHours: { from: 480, to: 810 },
  months: 'FGHJKMNQUVXZ',
  rollDaysBefore: 4,
  tickSize: 0.01,
  priceDecimals: 2,
} as const;
const euro = {
  exchange: 'CME',
  sessionKind: 'fx',
  regularHours: undefined,
  months: 'HMUZ',
  lastTrade: 'second-business-day-before-third-wednesday',
  rollDaysBefore: 7,
} as const;

/**
 * Every contract root that Pitwall knows, in catalog order: the order of quotes of equal time. Fees are per side and
 * contract (TopstepX, 2026-11) and margins are estimates; both are dated defaults that configuration overrides.
 */
export const CATALOG: readonly ContractSpec[] = [
  {
    root: 'MNQ',
    description: 'Micro E-mini Nasdaq-100',
    exchange: 'CME',
    ...index,
    tickSize: 0.25,
    priceDecimals: 2,
    tickValueCents: 50,
    feePerSideCents: 37,
    marginCents: 350_000,
    ...micro,
  },
  {
    root: 'MES',
    description: 'Micro E-mini S&P 500',
    exchange: 'CME',
    ...index,
    tickSize: 0.25,
    priceDecimals: 2,
    tickValueCents: 125,
    feePerSideCents: 37,
    marginCents: 230_000,
    ...micro,
  },
  {
    root: 'MGC',
    description: 'Micro Gold',
    ...gold,
    tickValueCents: 100,
    feePerSideCents: 62,
    marginCents: 200_000,
    ...micro,
  },
  {
    root: 'M6E',
    description: 'Micro EUR/USD',
    ...euro,
    tickSize: 0.0001,
    priceDecimals: 4,
    tickValueCents: 125,
    feePerSideCents: 26,
    marginCents: 30_000,
    ...micro,
  },
  {
    root: 'ES',
    description: 'E-mini S&P 500',
    exchange: 'CME',
    ...index,
    tickSize: 0.25,
    priceDecimals: 2,
    tickValueCents: 1_250,
    feePerSideCents: 140,
    marginCents: 2_300_000,
    ...full,
  },
  {
    root: 'NQ',
    description: 'E-mini Nasdaq-100',
    exchange: 'CME',
    ...index,
    tickSize: 0.25,
    priceDecimals: 2,
    tickValueCents: 500,
    feePerSideCents: 140,
    marginCents: 3_500_000,
    ...full,
  },
  {
    root: 'M2K',
    description: 'Micro E-mini Russell 2000',
    exchange: 'CME',
    ...index,
    tickSize: 0.1,
    priceDecimals: 1,
    tickValueCents: 50,
    feePerSideCents: 37,
    marginCents: 100_000,
    ...micro,
  },
  {
    root: 'MYM',
    description: 'Micro E-mini Dow',
    exchange: 'CBOT',
    ...index,
    tickSize: 1,
    priceDecimals: 0,
    tickValueCents: 50,
    feePerSideCents: 37,
    marginCents: 150_000,
    ...micro,
  },
  {
    root: 'GC',
    description: 'Gold',
    ...gold,
    tickValueCents: 1_000,
    feePerSideCents: 162,
    marginCents: 2_000_000,
    ...full,
  },
  {
    root: 'CL',
    description: 'Crude Oil',
    ...crude,
    lastTrade: 'third-business-day-before-25th-of-prior-month',
    tickValueCents: 1_000,
    feePerSideCents: 162,
    marginCents: 600_000,
    ...full,
  },
  {
    root: 'MCL',
    description: 'Micro Crude Oil',
    ...crude,
    lastTrade: 'fourth-business-day-before-25th-of-prior-month',
    tickValueCents: 100,
    feePerSideCents: 52,
    marginCents: 60_000,
    ...micro,
  },
  {
    root: '6E',
    description: 'Euro FX',
    ...euro,
    tickSize: 0.00005,
    priceDecimals: 5,
    tickValueCents: 625,
    feePerSideCents: 162,
    marginCents: 300_000,
    ...full,
  },
];

const BY_ROOT: ReadonlyMap<string, ContractSpec> = new Map(CATALOG.map((spec) => [spec.root, spec]));
const ORDER: ReadonlyMap<string, number> = new Map(CATALOG.map((spec, position) => [spec.root, position]));

/** The specification of a root, or undefined when the catalog does not have it. */
export function findSpec(root: string): ContractSpec | undefined {
  return BY_ROOT.get(root);
}

/** The specification of a root that must be known; InvariantError otherwise. */
export function specOf(root: string): ContractSpec {
  const spec = BY_ROOT.get(root);
  if (spec === undefined) throw new InvariantError(`expected a contract root of the catalog, found "${root}"`);
  return spec;
}

/** Something that is of a contract; the facts stand with it where the catalog does not have the root. */
export interface OfContract {
  readonly root: string;
  readonly contract?: ContractFacts;
}

/** Facts of a contract; undefined where neither the catalog nor the thing itself has them. */
export function findFacts({ root, contract }: OfContract): ContractFacts | undefined {
  return contract ?? BY_ROOT.get(root);
}

/** Facts of a contract that must be known; InvariantError otherwise. */
export function factsOf(of: OfContract): ContractFacts {
  return of.contract ?? specOf(of.root);
}

/** The field to put beside a root: the facts where the catalog does not have it, else nothing. */
export function foreignFacts(contract: ContractFacts): { readonly contract?: ContractFacts } {
  return BY_ROOT.has(contract.root) ? {} : { contract };
}

/** Position in the catalog: orders the quotes of one instant. Unknown roots come last. */
export function catalogOrder(root: string): number {
  return ORDER.get(root) ?? CATALOG.length;
}
