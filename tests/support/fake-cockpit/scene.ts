import type {
  AlarmMessage,
  CockpitAccount,
  CockpitBook,
  CockpitLog,
  CockpitOrder,
  CockpitPosition,
  CockpitTrade,
  ProcessMessage,
  StrategyViewMessage,
} from '../../../engine/wire/index.ts';
import { logLines } from './log-lines.ts';
import type { FakeMarket } from './market.ts';

/** A moment of the cockpit with figures that fit together; tests change it member by member. */
export interface Scene {
  account: CockpitAccount;
  readonly trades: CockpitTrade[];
  readonly orders: CockpitOrder[];
  readonly views: Map<string, StrategyViewMessage>;
  readonly log: CockpitLog[];
  readonly alarms: AlarmMessage[];
  readonly processes: ProcessMessage[];
}

export const FAKE_STRATEGIES = [
  { id: 'MNQ', number: 1, name: 'MNQ-WINNER', kind: 'winner', root: 'MNQ', symbol: 'MNQZ6' },
  { id: 'MES', number: 2, name: 'MES-WINNER', kind: 'winner', root: 'MES', symbol: 'MESZ6' },
  { id: 'MGC', number: 3, name: 'MGC-WINNER', kind: 'winner', root: 'MGC', symbol: 'MGCG7' },
  { id: 'M6E', number: 4, name: 'M6E-WINNER', kind: 'winner', root: 'M6E', symbol: 'M6EZ6' },
  { id: 'MGC-PO3', number: 5, name: 'MGC-PO3', kind: 'po3', root: 'MGC', symbol: 'MGCG7' },
] as const;

export const FAKE_DAY = '2026-11-20';

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

export function cents(value: number): number {
  return Math.round(value * 100) / 100;
}

function book(id: string, day: Partial<CockpitBook>): CockpitBook {
  const strategy = FAKE_STRATEGIES.find((each) => each.id === id) ?? FAKE_STRATEGIES[0];
  return {
    id: strategy.id,
    number: strategy.number,
    name: strategy.name,
    kind: 'strategy',
    root: strategy.root,
    symbol: strategy.symbol,
    ownState: 'RUN',
    state: 'RUN',
    stateReason: 'by_person',
    stateUntil: null,
    flattening: false,
    blocks: [],
    positions: [],
    workingOrders: 0,
    dayRealized: 0,
    dayNet: 0,
    dayGross: 0,
    dayFees: 0,
    dayTrades: 0,
    dayWins: 0,
    drawdown: 0,
    feedStale: false,
    engine: 'up',
    ...day,
  };
}

/** A position with stop and target at `stopTicks` and `targetTicks` from its entry. */
export function position(
  market: FakeMarket,
  id: string,
  side: 'long' | 'short',
  quantity: number,
  nowMs: number,
  shape: {
    readonly entryTicks: number;
    readonly stopTicks: number;
    readonly targetTicks: readonly number[];
    readonly agoMs: number;
  },
): CockpitPosition {
  const { contract } = market;
  const way = side === 'long' ? 1 : -1;
  const entry = market.round(market.last - way * shape.entryTicks * contract.tickSize);
  const at = (ticks: number): number => market.round(entry + way * ticks * contract.tickSize);
  const since = iso(nowMs - shape.agoMs);
  return {
    tradeId: `${id}-${nowMs - shape.agoMs}-7`,
    root: contract.root,
    symbol: contract.symbol,
    side,
    quantity,
    averagePrice: entry,
    entryTime: since,
    entryOrderId: `${id}-O41`,
    entryRsi: 27.4,
    stop: { orderId: `${id}-O42`, price: at(-shape.stopTicks), quantity, atBroker: true, since },
    targets: shape.targetTicks.map((ticks, index) => ({
      orderId: `${id}-O${43 + index}`,
      price: at(ticks),
      quantity: quantity / shape.targetTicks.length,
    })),
    targetsFilled: 0,
    mark: market.last,
    unrealized: cents(shape.entryTicks * contract.tickValue * quantity),
    realized: 0,
    entryFees: 0.37,
    exitFees: 0,
    risk: cents(shape.stopTicks * contract.tickValue * quantity),
    limitPrice: at(-1_412 / (contract.tickValue * quantity)),
    mae: 6,
    mfe: 31.5,
  };
}

function trades(markets: ReadonlyMap<string, FakeMarket>, nowMs: number): CockpitTrade[] {
  const rows: readonly (readonly [
    id: string,
    side: 'long' | 'short',
    minutesAgo: number,
    minutesHeld: number,
    r: number,
    reason: CockpitTrade['reasonCode'],
    words: string,
  ])[] = [
    ['MNQ', 'long', 18, 14, 2, 'tp_hit', 'target'],
    ['M6E', 'short', 31, 9, -1, 'sl_hit', 'stop'],
    ['MGC', 'long', 49, 22, 2, 'tp_hit', 'target'],
    ['MES', 'short', 84, 31, 0.9, 'manual', 'flattened by you, 143 ms'],
    ['MNQ', 'short', 96, 12, 2, 'tp_hit', 'target'],
    ['MES', 'long', 131, 8, -1, 'sl_hit', 'stop'],
    ['MGC-PO3', 'short', 158, 44, 1.6, 'break_even', 'stop at break-even'],
    ['MNQ', 'short', 190, 6, -1, 'sl_hit', 'stop'],
    ['M6E', 'long', 214, 25, -1, 'sl_hit', 'stop'],
    ['MNQ', 'long', 1530, 21, -1, 'sl_hit', 'stop'],
    ['MGC', 'short', 1602, 17, 2, 'tp_hit', 'target'],
  ];
  return rows.map(([id, side, minutesAgo, held, r, reason, words], index) => {
    const strategy = FAKE_STRATEGIES.find((each) => each.id === id) ?? FAKE_STRATEGIES[0];
    const market = markets.get(strategy.root);
    if (market === undefined) throw new Error(`expected a market for ${strategy.root}`);
    const exitMs = nowMs - minutesAgo * 60_000 - 9_000 - index * 700;
    const at = market.points('1m', 1, exitMs)[0];
    const exit = at?.close ?? market.last;
    const ticks = Math.round(market.contract.sigmaTicks * 1.9);
    const way = side === 'long' ? 1 : -1;
    const entry = market.round(exit - way * r * ticks * market.contract.tickSize);
    const quantity = strategy.kind === 'po3' ? 2 : 1;
    const gross = cents(((exit - entry) / market.contract.tickSize) * way * market.contract.tickValue * quantity);
    const fees = cents(0.74 * quantity);
    return {
      tradeId: `${strategy.name}-${exitMs - held * 60_000}-${20 - index}`,
      side,
      entryPrice: entry,
      exitPrice: exit,
      entryTime: iso(exitMs - held * 60_000),
      exitTime: iso(exitMs),
      quantity,
      pnl: cents(gross - fees),
      exitReason: reason,
      reasonCode: reason,
      reason: words,
      strategy: strategy.id,
      strategyName: strategy.name,
      root: strategy.root,
      symbol: strategy.symbol,
      tradingDay: minutesAgo > 1400 ? '2026-11-19' : FAKE_DAY,
      gross,
      fees,
      risk: cents(ticks * market.contract.tickValue * quantity),
      r,
      mae: 4,
      mfe: 22,
      entryReason:
        side === 'long'
          ? 'close below lower band, RSI 27.4, squeeze on'
          : 'close above upper band, RSI 73.1, squeeze on',
    };
  });
}

function protective(id: string, held: CockpitPosition, submitted: string): CockpitOrder[] {
  const side = held.side === 'long' ? 'sell' : 'buy';
  const base = {
    strategy: id,
    root: held.root,
    symbol: held.symbol,
    side,
    filledQuantity: 0,
    averagePrice: null,
    status: 'working',
    submitted,
    updated: submitted,
  } as const;
  const stops: CockpitOrder[] =
    held.stop === null
      ? []
      : [
          {
            ...base,
            orderId: held.stop.orderId,
            type: 'stop',
            role: 'stop',
            quantity: held.stop.quantity,
            limitPrice: null,
            stopPrice: held.stop.price,
            reasonCode: null,
            reason: null,
          },
        ];
  return [
    ...stops,
    ...held.targets.map((target): CockpitOrder => ({
      ...base,
      orderId: target.orderId,
      type: 'limit',
      role: 'target',
      quantity: target.quantity,
      limitPrice: target.price,
      stopPrice: null,
      reasonCode: null,
      reason: null,
    })),
  ];
}

function fullOf(
  account: Omit<
    CockpitAccount,
    | 'dayRealized'
    | 'dayNet'
    | 'dayGross'
    | 'dayFees'
    | 'openPnl'
    | 'balance'
    | 'equity'
    | 'room'
    | 'isAtRisk'
    | 'exposure'
    | 'buyingPower'
  >,
): CockpitAccount {
  const sum = (of: (each: CockpitBook) => number): number =>
    cents(account.books.reduce((total, each) => total + of(each), 0));
  // Without a price nothing that counts open P&L is known.
  const bare = account.books.find(({ positions }) => positions.some(({ unrealized }) => unrealized === null));
  const priced = (value: number | null): number | null => (bare === undefined ? value : null);
  const dayNet = sum((each) => each.dayNet ?? 0);
  const dayRealized = sum((each) => each.dayRealized);
  const balance = cents(account.startBalance + dayRealized);
  const openPnl = sum(({ positions }) => positions.reduce((total, { unrealized }) => total + (unrealized ?? 0), 0));
  const room = account.dailyLossLimit === null ? null : cents(account.dailyLossLimit + dayNet);
  return {
    ...account,
    unpriced: bare?.root ?? null,
    dayNet: priced(dayNet),
    dayRealized,
    dayGross: sum((each) => each.dayGross),
    dayFees: sum((each) => each.dayFees),
    openPnl: priced(openPnl),
    balance,
    equity: priced(cents(balance + openPnl)),
    buyingPower: priced(cents(balance + openPnl - account.margin)),
    room: priced(room),
    isAtRisk: room !== null && account.dailyLossLimit !== null && room <= 0.2 * account.dailyLossLimit,
    exposure: account.books.flatMap(({ positions }) => positions).reduce((total, { quantity }) => total + quantity, 0),
  };
}

/** The account's sums anew, after books were changed. */
export function settled(account: CockpitAccount): CockpitAccount {
  return fullOf(account);
}

/** The file takes everything. */
export const GOOD_JOURNAL: CockpitAccount['journal'] = {
  fault: null,
  words: '',
  spilledCommits: 0,
  spillBytes: 0,
  spillCapacityBytes: 8 * 1024 * 1024,
  ballast: true,
};

/** The picture of the drawing: two positions, one strategy stopped by hand, one setup waiting. */
export function tradingScene(markets: ReadonlyMap<string, FakeMarket>, nowMs: number): Scene {
  const market = (root: string): FakeMarket => {
    const found = markets.get(root);
    if (found === undefined) throw new Error(`expected a market for ${root}`);
    return found;
  };
  const mnq = position(market('MNQ'), 'MNQ', 'long', 1, nowMs, {
    entryTicks: 49,
    stopTicks: 98,
    targetTicks: [196],
    agoMs: 372_000,
  });
  const po3 = position(market('MGC'), 'MGC-PO3', 'short', 2, nowMs, {
    entryTicks: -4,
    stopTicks: 56,
    targetTicks: [67, 121],
    agoMs: 1_300_000,
  });
  const account = fullOf({
    asOf: { source: 'desk', time: iso(nowMs), step: 48_120, seq: 9_311 },
    stale: false,
    ages: [],
    account: 'SIM-1',
    run: 'sim-1',
    mode: 'SIM',
    tradingDay: FAKE_DAY,
    dayFrom: '2026-11-19T23:00:00.000Z',
    state: 'RUN',
    stateReason: 'by_person',
    stateUntil: null,
    startBalance: 50_000,
    dayStartEquity: 50_000,
    margin: 7_500,
    dailyLossLimit: 1_000,
    reserved: 0,
    unpriced: null,
    blocks: [],
    differences: [],
    journal: GOOD_JOURNAL,
    accountCap: 10,
    speed: 1,
    ended: false,
    flatBy: iso(Date.parse('2026-11-20T21:05:00.000Z')),
    books: [
      book('MNQ', {
        positions: [mnq],
        workingOrders: 2,
        dayNet: 212.4,
        dayRealized: 187.9,
        dayGross: 218.32,
        dayFees: 5.92,
        dayTrades: 5,
        dayWins: 3,
        drawdown: 31.2,
      }),
      book('MES', {
        dayNet: 96.18,
        dayRealized: 96.18,
        dayGross: 99.14,
        dayFees: 2.96,
        dayTrades: 4,
        dayWins: 3,
        drawdown: 12,
      }),
      book('MGC', {
        ownState: 'EXITS_ONLY',
        state: 'EXITS_ONLY',
        stateReason: 'by_person',
        dayNet: 131.2,
        dayRealized: 131.2,
        dayGross: 136.16,
        dayFees: 4.96,
        dayTrades: 2,
        dayWins: 2,
      }),
      book('M6E', {
        dayNet: -19.48,
        dayRealized: -19.48,
        dayGross: -17.4,
        dayFees: 2.08,
        dayTrades: 3,
        dayWins: 0,
        drawdown: 24.1,
      }),
      book('MGC-PO3', {
        positions: [po3],
        workingOrders: 3,
        dayNet: -8,
        dayRealized: 0,
        dayGross: -8,
        dayFees: 3.5,
        dayTrades: 0,
        dayWins: 0,
        drawdown: 8,
      }),
    ],
    quotes: quotesOf(markets, nowMs),
  });
  const views = new Map<string, StrategyViewMessage>(
    FAKE_STRATEGIES.map((strategy) => [
      strategy.id,
      {
        id: strategy.id,
        number: strategy.number,
        name: strategy.name,
        pendingSetup: strategy.id === 'MES' ? 'short' : null,
        barsLeft: strategy.id === 'MES' ? 22 : null,
        phase: strategy.id === 'MES' ? 'setup' : strategy.kind === 'po3' ? 'manipulation' : 'watching',
        note: strategy.id === 'MES' ? 'squeeze not on' : strategy.kind === 'po3' ? 'swept the range high' : '',
        levels:
          strategy.kind === 'po3'
            ? [
                {
                  name: 'range high',
                  price: market('MGC').round(market('MGC').last + 4.1),
                  from: iso(nowMs - 9_000_000),
                },
                {
                  name: 'range low',
                  price: market('MGC').round(market('MGC').last - 5.2),
                  from: iso(nowMs - 9_000_000),
                },
                { name: 'sweep', price: market('MGC').round(market('MGC').last + 5.4), from: iso(nowMs - 3_000_000) },
              ]
            : [],
        timestamp: iso(nowMs),
      },
    ]),
  );
  return {
    account,
    trades: trades(markets, nowMs),
    orders: [...protective('MNQ', mnq, mnq.entryTime), ...protective('MGC-PO3', po3, po3.entryTime)],
    views,
    log: logLines(nowMs),
    alarms: [
      {
        id: 'alarm-1',
        code: 'feed_stale',
        strategy: 'M6E',
        message: 'M6E: no quote for 12 s, entries stopped; back after 19 s',
        severity: 'warning',
        timestamp: iso(nowMs - 2_400_000),
      },
    ],
    processes: ['host', 'venue', 'desk', 'hub', ...FAKE_STRATEGIES.map((each) => each.id)].map((name, index) => ({
      name,
      pid: 4_100 + index,
      state: 'up',
      restarts: 0,
      since: iso(nowMs - 5_400_000),
    })),
  };
}

export function quotesOf(markets: ReadonlyMap<string, FakeMarket>, nowMs: number): CockpitAccount['quotes'] {
  return [...markets.values()].map(({ contract, last, formingBar }) => ({
    root: contract.root,
    bid: last,
    ask: Number((last + contract.tickSize).toFixed(contract.decimals)),
    bidSize: 14,
    askSize: 11,
    last,
    mark: last,
    volume: 184_000 + formingBar.volume,
    timestamp: iso(nowMs - 200),
  }));
}
