import { STRATEGIES } from '../domain/book.ts';
import { CATALOG } from '../domain/catalog.ts';
import { address, choice, dollars, moment, numberOr, orOff, port, toggle, wholeNumber, words } from './kinds.ts';
import {
  corsOrigins,
  hostNames,
  logLevel,
  redisUrl,
  replayFile,
  signingKey,
  strategyList,
  strategyParameters,
  webOrigin,
} from './special-kinds.ts';
import { optional, perKey, single, type ValueOf } from './option.ts';

const ROOTS = CATALOG.map((spec) => spec.root);
const IDS = STRATEGIES.map((strategy) => strategy.id);

/** Ports of the symbol servers, as document 000 has them. */
const SYMBOL_PORTS: Readonly<Record<string, number>> = { MNQ: 3333, MES: 3334, MGC: 3335, M6E: 3336, 'MGC-PO3': 3006 };

function centsByRoot(pick: (spec: (typeof CATALOG)[number]) => number): Readonly<Record<string, number>> {
  return Object.fromEntries(CATALOG.map((spec) => [spec.root, pick(spec)]));
}

/**
 * Every setting there is: default, unit, range, doc, and the names by which it is given. The order is that of the help.
 */
export const OPTIONS = {
  dataDir: optional({
    flag: '--data-dir',
    key: 'dataDir',
    kind: words('DIR', 'a folder'),
    doc: "Where everything is kept. Default: the platform's folder for this user's data.",
  }),
  config: optional({
    flag: '--config',
    kind: words('FILE', 'a file'),
    doc: 'Settings as JSON. Unknown keys are refused.',
  }),
  feed: optional({
    flag: '--feed',
    key: 'feed',
    kind: choice('sim', 'replay'),
    doc: 'Simulated market, or recorded files. Default: replay where files are given, else sim.',
  }),
  replay: perKey({
    flag: '--replay',
    key: 'replay.*',
    kind: replayFile,
    keys: ROOTS,
    what: 'root',
    default: {},
    doc: 'Recording for a contract root; repeatable: a file, or @NAME of one that was imported. In the file also as {"path", "zone"}: the zone of stamps without one; for columns that are not recognized with "columns" ({"time": "Stamp", "close": 4}), "dateOrder" (mdy, dmy, ymd), "decimal" (point, comma), "stamp" (open, close), "instrument", "entry" (of a zip archive) and "priceScale".',
  }),
  round: single({
    flag: '--round',
    key: 'round',
    kind: toggle,
    default: false,
    doc: 'Replay: round prices that lie off the tick (they are counted) instead of refusing them.',
  }),
  allowRefused: single({
    flag: '--allow-refused',
    key: 'allowRefused',
    kind: toggle,
    default: false,
    doc: 'Replay: play what is left of a file of which most rows were refused, instead of not beginning.',
  }),
  from: optional({
    flag: '--from',
    key: 'from',
    kind: moment,
    doc: 'Market time before which nothing trades; in simulation also where market time begins. Default: at once.',
  }),
  until: optional({
    flag: '--until',
    key: 'until',
    kind: moment,
    doc: 'Market time at which the data end. Default: never in simulation, with the files in replay.',
  }),
  speed: single({
    flag: '--speed',
    key: 'speed',
    kind: numberOr(0.01, 100_000, { max: 'max' as const }),
    default: 1,
    unit: 'market seconds per second',
    doc: 'How fast market time goes; changes nothing in the result.',
  }),
  seed: single({
    flag: '--seed',
    key: 'seed',
    kind: wholeNumber(0, 4_294_967_295),
    default: 1,
    doc: 'Of the simulated market. Another seed is another market and begins a new account.',
  }),
  preset: single({
    flag: '--preset',
    key: 'preset',
    kind: choice('default', 'demo'),
    default: 'default',
    doc: 'Parameters of all strategies; demo trades several times an hour, to show the cockpit, on an account of its own with a daily loss limit of 5000 dollars.',
  }),
  historyDays: single({
    flag: '--history-days',
    key: 'historyDays',
    kind: wholeNumber(0, 250),
    default: 20,
    unit: 'trading days',
    doc: 'Simulation: played in advance before the first start.',
  }),
  simHours: single({
    flag: '--sim-hours',
    key: 'simHours',
    kind: choice('always', 'cme'),
    default: 'always',
    doc: "Simulation: open around the clock, or in the exchange's hours.",
  }),
  oneProcess: single({
    flag: '--one-process',
    key: 'oneProcess',
    kind: toggle,
    default: false,
    doc: 'Everything in one process instead of one each; same result.',
  }),
  strategies: optional({
    flag: '--strategies',
    key: 'strategies',
    kind: strategyList,
    doc: 'Which ones start. Default: all in simulation, in replay those whose root has a file.',
  }),
  hubPort: single({
    flag: '--hub-port',
    key: 'hubPort',
    env: ['PITWALL_HUB_PORT', 'PORT', 'WEBSOCKET_PORT'],
    kind: port,
    default: 3000,
    doc: 'Port of the hub: cockpit and combined account.',
  }),
  hubAliasPort: optional({
    flag: '--hub-alias-port',
    key: 'hubAliasPort',
    kind: port,
    doc: 'A second port of the hub, for clients that expect it there. Default: none.',
  }),
  ports: perKey({
    flag: '--port',
    key: 'strategy.*.port',
    kind: port,
    keys: IDS,
    what: 'id',
    default: SYMBOL_PORTS,
    doc: "Port of a strategy's symbol server; repeatable. Of a strategy that is not started: ignored.",
  }),
  soleWinnerPort: optional({
    env: ['TOPSTEPX_NQ_DASHBOARD_PORT'],
    kind: port,
    doc: 'Port of the symbol server when a single Winner strategy is started alone.',
  }),
  solePo3Port: optional({
    env: ['TOPSTEPX_MGC_DASHBOARD_PORT'],
    kind: port,
    doc: 'Port of the symbol server when MGC-PO3 is started alone.',
  }),
  listen: single({
    flag: '--listen',
    key: 'listen',
    kind: address,
    default: '127.0.0.1',
    doc: 'Address to be reached at. Anything but loopback demands a token everywhere.',
  }),
  exitWhenDone: single({
    flag: '--exit-when-done',
    key: 'exitWhenDone',
    kind: toggle,
    default: false,
    doc: 'Ends when the data have ended.',
  }),
  shell: optional({
    flag: '--shell',
    kind: words('SHELL', 'electron, browser or none'),
    hidden: true,
    doc: "The launcher's: which shell opens the cockpit.",
  }),

  strategyPreset: perKey({
    key: 'strategy.*.preset',
    kind: choice('default', 'classic', 'demo'),
    keys: IDS,
    what: 'id',
    default: {},
    doc: 'Parameter preset of one strategy. Default: that of --preset.',
  }),
  strategyParameters: perKey({
    key: 'strategy.*.parameters',
    kind: strategyParameters,
    keys: IDS,
    what: 'id',
    default: {},
    doc: "Single parameters in place of the preset's; the strategy itself says which there are.",
  }),

  latency: single({
    key: 'venue.latencyMs',
    // An order that became live more than a cell of market time later could outlive its session.
    kind: wholeNumber(0, 249),
    default: 50,
    unit: 'ms',
    doc: 'Simulated venue: from the decision to the order being live; less than the quarter of a second of a step.',
  }),
  slippage: single({
    key: 'venue.slippageTicks',
    kind: wholeNumber(0, 50),
    default: 1,
    unit: 'ticks',
    doc: 'Simulated venue: against us on market and stop orders.',
  }),
  spread: single({
    key: 'venue.spreadTicks',
    kind: wholeNumber(1, 50),
    default: 1,
    unit: 'ticks',
    doc: 'Simulated venue: between bid and ask.',
  }),
  fees: perKey({
    key: 'venue.feePerSide.*',
    kind: dollars(0, 10_000),
    keys: ROOTS,
    what: 'root',
    default: centsByRoot((spec) => spec.feePerSideCents),
    unit: 'dollars',
    doc: 'Exchange and clearing fee per side and contract.',
  }),

  startBalance: single({
    key: 'risk.startBalance',
    kind: dollars(100_00, 100_000_000_00),
    default: 50_000_00,
    unit: 'dollars',
    doc: 'Balance with which a simulated account begins.',
  }),
  dailyLossLimit: single({
    key: 'risk.dailyLossLimit',
    kind: orOff(dollars(1_00, 10_000_000_00)),
    default: 1_000_00,
    unit: 'dollars',
    doc: 'At this loss of the trading day everything is flattened and the account is halted. With --preset demo 5000 unless given.',
  }),
  accountCap: single({
    key: 'risk.accountCapMicros',
    kind: wholeNumber(1, 10_000),
    default: 10,
    unit: 'micro contracts',
    doc: 'Most contracts over the whole account; a full-size one counts ten.',
  }),
  staleAfter: optional({
    key: 'risk.staleAfterSeconds',
    kind: wholeNumber(1, 3_600),
    unit: 's of market time',
    doc: 'No quote for so long in an open session: no entries. Default: 10 in simulation, 180 in replay.',
  }),
  allowOpposingBooks: single({
    key: 'risk.allowOpposingBooks',
    kind: toggle,
    default: false,
    doc: "Allow an entry against another book's position on the same contract.",
  }),
  margins: perKey({
    key: 'risk.margin.*',
    kind: dollars(0, 100_000_000),
    keys: ROOTS,
    what: 'root',
    default: centsByRoot((spec) => spec.marginCents),
    unit: 'dollars',
    doc: 'Margin per contract; an estimate, for display.',
  }),
  pnlRetentionDays: single({
    key: 'store.pnlRetentionDays',
    kind: wholeNumber(1, 3_650),
    default: 100,
    unit: 'calendar days',
    doc: 'How long per-second P&L is kept; roll-ups stay for ever.',
  }),

  maxConnections: single({
    key: 'hub.maxConnections',
    env: ['MAX_WEBSOCKET_CONNECTIONS'],
    kind: wholeNumber(1, 100_000),
    default: 1_000,
    doc: 'Sockets in all.',
  }),
  maxConnectionsPerUser: single({
    key: 'hub.maxConnectionsPerUser',
    env: ['MAX_CONNECTIONS_PER_USER'],
    kind: wholeNumber(1, 10_000),
    default: 5,
    doc: "Sockets per user; the owner's own windows on this machine do not count.",
  }),
  maxMessagesPerMinute: single({
    key: 'hub.maxMessagesPerMinute',
    env: ['MAX_MESSAGES_PER_MINUTE'],
    kind: wholeNumber(1, 100_000),
    default: 60,
    doc: 'Messages of a user per minute. Stop, flatten and cancel are never limited.',
  }),
  corsOrigin: single({
    key: 'hub.corsOrigin',
    env: ['CORS_ORIGIN'],
    kind: corsOrigins,
    default: [],
    doc: "Origins that may read beside this installation's own, separated by commas. Never *.",
  }),
  frontendUrl: optional({
    key: 'hub.frontendUrl',
    env: ['FRONTEND_URL'],
    kind: webOrigin,
    doc: 'Address of another front end; its origin may read.',
  }),
  hostNames: single({
    key: 'hub.hostNames',
    env: ['PITWALL_HOST_NAMES'],
    kind: hostNames,
    default: [],
    doc: "Names of this machine in an address, beside its own and its certificate's; with a port behind a proxy.",
  }),
  jwtSecret: optional({
    env: ['JWT_SECRET'],
    kind: signingKey,
    secret: true,
    doc: 'Key that signs tokens, 32 characters or more. Default: random, made at the first start.',
  }),
  redisUrl: optional({
    env: ['REDIS_URL'],
    kind: redisUrl,
    secret: true,
    doc: 'Redis for further hubs; not built yet, which the log says when it is set. Default: none.',
  }),
  logLevel: single({
    key: 'log.level',
    env: ['LOG_LEVEL'],
    kind: logLevel,
    default: 'info',
    doc: 'What is logged.',
  }),
  nodeEnv: single({
    env: ['NODE_ENV'],
    kind: words('NAME', 'a name'),
    default: 'development',
    doc: 'production: log lines are JSON also on a terminal.',
  }),
} as const;

export type OptionName = keyof typeof OPTIONS;

/** All values after defaults. */
export type Values = { readonly [K in OptionName]: ValueOf<(typeof OPTIONS)[K]> };
