import type { SessionKind } from '../../../domain/contract.ts';
import { CATALOG } from '../../../domain/catalog.ts';

/** How a simulated underlying behaves. Sigmas are of an average day's relative change. */
export interface Profile {
  readonly underlying: string;
  /** Whose clock its busy hours follow. */
  readonly kind: SessionKind;
  /** The level it returns to over months. */
  readonly price: number;
  /** What it does on its own. */
  readonly ownSigma: number;
  /** How much of the common factor of stock indices it follows; 0 for what goes its own way. */
  readonly indexBeta: number;
}

/** The common factor of stock indices. */
export const INDEX_SIGMA = 0.0085;

const PROFILES: readonly Profile[] = [
  { underlying: 'SPX', kind: 'equity', price: 6_700, ownSigma: 0.002, indexBeta: 1 },
  { underlying: 'NDX', kind: 'equity', price: 25_000, ownSigma: 0.0045, indexBeta: 1.3 },
  { underlying: 'RUT', kind: 'equity', price: 2_400, ownSigma: 0.0075, indexBeta: 1.15 },
  { underlying: 'DJI', kind: 'equity', price: 46_500, ownSigma: 0.0035, indexBeta: 0.85 },
  { underlying: 'GOLD', kind: 'metal', price: 4_100, ownSigma: 0.011, indexBeta: 0 },
  { underlying: 'CRUDE', kind: 'energy', price: 60, ownSigma: 0.02, indexBeta: 0 },
  { underlying: 'EURUSD', kind: 'fx', price: 1.16, ownSigma: 0.0045, indexBeta: 0 },
  { underlying: 'GBPUSD', kind: 'fx', price: 1.31, ownSigma: 0.005, indexBeta: 0 },
  { underlying: 'USDJPY', kind: 'fx', price: 155, ownSigma: 0.0055, indexBeta: 0 },
  { underlying: 'AAPL', kind: 'equity', price: 270, ownSigma: 0.011, indexBeta: 1.1 },
  { underlying: 'TSLA', kind: 'equity', price: 410, ownSigma: 0.025, indexBeta: 1.8 },
  { underlying: 'NVDA', kind: 'equity', price: 185, ownSigma: 0.017, indexBeta: 1.6 },
  { underlying: 'BTCUSD', kind: 'fx', price: 92_000, ownSigma: 0.024, indexBeta: 0.6 },
  { underlying: 'ETHUSD', kind: 'fx', price: 3_100, ownSigma: 0.032, indexBeta: 0.8 },
];

/** Something with a simulated price. Instruments on one underlying have one price; each has its own volume. */
export interface SimInstrument {
  /** Contract root, or symbol of a watchlist. */
  readonly name: string;
  readonly tickSize: number;
  readonly profile: Profile;
  readonly dayVolume: number;
  /** Spread of a calm minute. */
  readonly spreadTicks: number;
}

const CONTRACTS: Readonly<Record<string, { readonly underlying: string; readonly dayVolume: number }>> = {
  MNQ: { underlying: 'NDX', dayVolume: 1_400_000 },
  NQ: { underlying: 'NDX', dayVolume: 520_000 },
  MES: { underlying: 'SPX', dayVolume: 1_100_000 },
  ES: { underlying: 'SPX', dayVolume: 1_350_000 },
  M2K: { underlying: 'RUT', dayVolume: 90_000 },
  MYM: { underlying: 'DJI', dayVolume: 110_000 },
  MGC: { underlying: 'GOLD', dayVolume: 220_000 },
  GC: { underlying: 'GOLD', dayVolume: 190_000 },
  CL: { underlying: 'CRUDE', dayVolume: 280_000 },
  MCL: { underlying: 'CRUDE', dayVolume: 80_000 },
  '6E': { underlying: 'EURUSD', dayVolume: 180_000 },
  M6E: { underlying: 'EURUSD', dayVolume: 16_000 },
};

/** When something of a watchlist trades: as a contract of the catalog, in New York's stock hours, with currencies, or ever. */
export type WatchHours = 'contract' | 'stock' | 'fx' | 'ever';

export interface WatchSymbol {
  readonly symbol: string;
  readonly description: string;
  readonly tickSize: number;
  readonly priceDecimals: number;
  readonly hours: WatchHours;
}

/** Symbols beside the catalog that a watchlist may hold: simulated, and never traded. */
const OTHERS: readonly (WatchSymbol & { readonly dayVolume: number; readonly spreadTicks: number })[] = [
  {
    symbol: 'AAPL',
    description: 'Apple',
    tickSize: 0.01,
    priceDecimals: 2,
    hours: 'stock',
    dayVolume: 48_000_000,
    spreadTicks: 1,
  },
  {
    symbol: 'TSLA',
    description: 'Tesla',
    tickSize: 0.01,
    priceDecimals: 2,
    hours: 'stock',
    dayVolume: 90_000_000,
    spreadTicks: 3,
  },
  {
    symbol: 'NVDA',
    description: 'Nvidia',
    tickSize: 0.01,
    priceDecimals: 2,
    hours: 'stock',
    dayVolume: 190_000_000,
    spreadTicks: 1,
  },
  {
    symbol: 'BTCUSD',
    description: 'Bitcoin',
    tickSize: 0.5,
    priceDecimals: 1,
    hours: 'ever',
    dayVolume: 24_000,
    spreadTicks: 2,
  },
  {
    symbol: 'ETHUSD',
    description: 'Ether',
    tickSize: 0.05,
    priceDecimals: 2,
    hours: 'ever',
    dayVolume: 320_000,
    spreadTicks: 2,
  },
  {
    symbol: 'EURUSD',
    description: 'Euro',
    tickSize: 0.00001,
    priceDecimals: 5,
    hours: 'fx',
    dayVolume: 160_000,
    spreadTicks: 6,
  },
  {
    symbol: 'GBPUSD',
    description: 'Sterling',
    tickSize: 0.00001,
    priceDecimals: 5,
    hours: 'fx',
    dayVolume: 120_000,
    spreadTicks: 9,
  },
  {
    symbol: 'USDJPY',
    description: 'Yen',
    tickSize: 0.001,
    priceDecimals: 3,
    hours: 'fx',
    dayVolume: 150_000,
    spreadTicks: 8,
  },
];

/** Everything that a watchlist may hold in simulation: the catalog, then the others. */
export const WATCH_SYMBOLS: readonly WatchSymbol[] = [
  ...CATALOG.map(({ root, description, tickSize, priceDecimals }) => {
    return { symbol: root, description, tickSize, priceDecimals, hours: 'contract' as const };
  }),
  ...OTHERS.map(({ symbol, description, tickSize, priceDecimals, hours }) => {
    return { symbol, description, tickSize, priceDecimals, hours };
  }),
];

/** What a contract root or watchlist symbol is simulated as, or undefined for one that is not. */
export function simInstrument(name: string): SimInstrument | undefined {
  const other = OTHERS.find((candidate) => candidate.symbol === name);
  const underlying = other?.symbol ?? CONTRACTS[name]?.underlying;
  const profile = PROFILES.find((candidate) => candidate.underlying === underlying);
  const tickSize = WATCH_SYMBOLS.find((candidate) => candidate.symbol === name)?.tickSize;
  if (profile === undefined || tickSize === undefined) return undefined;
  const dayVolume = other?.dayVolume ?? CONTRACTS[name]?.dayVolume ?? 0;
  return { name, tickSize, profile, dayVolume, spreadTicks: other?.spreadTicks ?? 1 };
}
