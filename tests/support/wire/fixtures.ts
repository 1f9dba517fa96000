import type { Fill } from '../../../engine/domain/fill.ts';
import type { Bar } from '../../../engine/domain/bar.ts';
import { STRATEGIES, type StrategyIdentity } from '../../../engine/domain/book.ts';
import { specOf } from '../../../engine/domain/catalog.ts';
import { BUDGET_MS, type SourceAge } from '../../../engine/domain/heard-sources.ts';
import type { JournalEvent, JournalRow } from '../../../engine/domain/events.ts';
import type { Quote } from '../../../engine/domain/quote.ts';
import type { Trade } from '../../../engine/domain/trade.ts';
import type { AccountView, BookSnapshot, PositionView } from '../../../engine/domain/views.ts';

/** What a desk tells twice a second while it hears everything. */
export const HEARD: readonly SourceAge[] = [
  { kind: 'venue', name: 'venue', ageMs: 100, budgetMs: BUDGET_MS, standing: 'heard', because: null },
  { kind: 'feed', name: 'MNQ', ageMs: 200, budgetMs: BUDGET_MS, standing: 'heard', because: null },
];

/** Market time of the fixtures: a Friday morning in Chicago. */
export const T0 = Date.UTC(2026, 10, 20, 15, 0, 0);
export const CONTRACTS: Readonly<Record<string, string>> = { MNQ: 'MNQZ6', MES: 'MESZ6', MGC: 'MGCG7', M6E: 'M6EZ6' };
const LAST: Readonly<Record<string, number>> = { MNQ: 84_000, MES: 24_000, MGC: 41_000, M6E: 11_500 };

export function strategyOf(id: string): StrategyIdentity {
  const found = STRATEGIES.find((strategy) => strategy.id === id);
  if (found === undefined) throw new Error(`no strategy ${id}`);
  return found;
}

export function quoteOf(root: string, overrides: Partial<Quote> = {}): Quote {
  const last = LAST[root] ?? 10_000;
  return {
    root,
    timeMs: T0,
    seq: 1,
    bidTicks: last - 1,
    askTicks: last,
    bidSize: 3,
    askSize: 4,
    lastTicks: last,
    sessionVolume: 1_234,
    ...overrides,
  };
}

export function barOf(minute: number, overrides: Partial<Bar> = {}): Bar {
  const base = 84_000 + Math.round(Math.sin(minute / 7) * 40);
  return {
    timeMs: T0 + minute * 60_000,
    open: base,
    high: base + 8,
    low: base - 6,
    close: base + 3,
    volume: 100 + (minute % 9),
    ...overrides,
  };
}

export function positionOf(overrides: Partial<PositionView> = {}): PositionView {
  return {
    tradeId: 'MNQ-WINNER-1700000000000-1',
    book: 'MNQ',
    root: 'MNQ',
    contractId: 'MNQZ6',
    contract: specOf('MNQ'),
    direction: 'long',
    qty: 1,
    averageTicks: 83_990,
    entryMs: T0 - 60_000,
    entryOrderId: 'MNQ-O1',
    entryRsi: 27.4,
    stop: { orderId: 'MNQ-O2', ticks: 83_900, qty: 1, atVenueSinceMs: T0 - 59_000 },
    targets: [{ orderId: 'MNQ-O3', ticks: 84_170, qty: 1 }],
    targetsFilled: 0,
    markTicks: 84_000,
    unrealizedCents: 500,
    realizedCents: 0,
    entryFeesCents: 37,
    exitFeesCents: 0,
    riskCents: 4_500,
    maeCents: 100,
    mfeCents: 700,
    ...overrides,
  };
}

export function bookOf(id: string, overrides: Partial<BookSnapshot> = {}): BookSnapshot {
  const strategy = strategyOf(id);
  return {
    book: id,
    number: strategy.number,
    name: strategy.name,
    kind: 'strategy',
    root: strategy.root,
    contractId: CONTRACTS[strategy.root] ?? '',
    ownState: 'RUN',
    state: 'RUN',
    stateReason: 'first_run',
    stateUntilMs: null,
    flattening: false,
    blocks: [],
    positions: [],
    workingOrders: 0,
    dayRealizedCents: 0,
    dayNetCents: 0,
    dayGrossCents: 0,
    dayFeesCents: 0,
    dayTrades: 0,
    dayWins: 0,
    drawdownCents: 0,
    feedStale: false,
    engine: 'up',
    ...overrides,
  };
}

export function accountOf(overrides: Partial<AccountView> = {}): AccountView {
  return {
    asOf: { source: 'desk', timeMs: T0, step: 10, seq: 100 },
    account: 'SIM-1',
    run: 'run-1',
    mode: 'SIM',
    tradingDay: '2026-11-20',
    dayFromMs: Date.UTC(2026, 10, 19, 23),
    state: 'RUN',
    stateReason: 'first_run',
    stateUntilMs: null,
    startBalanceCents: 5_000_000,
    balanceCents: 5_000_000,
    equityCents: 5_000_000,
    dayStartEquityCents: 5_000_000,
    journal: { fault: undefined, spilledCommits: 0, spillBytes: 0, spillCapacityBytes: 8_388_608, ballast: true },
    dayRealizedCents: 0,
    dayNetCents: 0,
    dayGrossCents: 0,
    dayFeesCents: 0,
    openPnlCents: 0,
    marginCents: 0,
    buyingPowerCents: 5_000_000,
    dailyLossLimitCents: 100_000,
    reservedCents: 0,
    unpriced: null,
    blocks: [],
    differences: [],
    roomCents: 100_000,
    isAtRisk: false,
    accountCap: 10,
    exposure: 0,
    speed: 1,
    ended: false,
    flatByMs: null,
    books: STRATEGIES.map(({ id }) => bookOf(id)),
    quotes: ['MNQ', 'MES', 'MGC', 'M6E'].map((root) => quoteOf(root)),
    ...overrides,
  };
}

/** An account in which one book differs. */
export function accountWith(book: BookSnapshot, overrides: Partial<AccountView> = {}): AccountView {
  const account = accountOf(overrides);
  return { ...account, books: account.books.map((each) => (each.book === book.book ? book : each)) };
}

export function tradeOf(n: number, overrides: Partial<Trade> = {}): Trade {
  const spec = specOf('MNQ');
  const entry = 83_990;
  const exit = 84_000;
  const grossCents = (exit - entry) * spec.tickValueCents;
  return {
    tradeId: `MNQ-WINNER-${T0}-${n}`,
    book: 'MNQ',
    root: 'MNQ',
    contractId: 'MNQZ6',
    direction: 'long',
    qty: 1,
    entryTicksSum: entry,
    exitTicksSum: exit,
    entryMs: T0 - 600_000 + n * 1_000,
    exitMs: T0 - 300_000 + n * 1_000,
    tradingDay: '2026-11-20',
    grossCents,
    feesCents: 74,
    netCents: grossCents - 74,
    riskCents: 4_500,
    maeCents: 300,
    mfeCents: 900,
    exitReason: 'tp_hit',
    entryReason: 'close below lower band, RSI 27.4, squeeze on',
    ...overrides,
  };
}

export function fillOf(n: number, overrides: Partial<Fill> = {}): Fill {
  return {
    fillId: `F${n}`,
    orderId: `MNQ-O${n}`,
    book: 'MNQ',
    root: 'MNQ',
    contractId: 'MNQZ6',
    side: 'buy',
    qty: 1,
    priceTicks: 84_000,
    feeCents: 37,
    timeMs: T0 - 60_000 + n * 1_000,
    ...overrides,
  };
}

export function rowOf(seq: number, event: JournalEvent, overrides: Partial<JournalRow> = {}): JournalRow {
  return { seq, step: 10, timeMs: T0, book: 'MNQ', interactive: false, event, ...overrides };
}
