import { basename } from 'node:path';
import { SECOND_MS } from '../domain/units.ts';
import { defaultInUnit, optionEntries, rangeText } from './help.ts';
import type { OptionName } from './options.ts';
import type { HubSettings, LogLevel, Settings } from './settings.ts';

/** What runs now, as a process was handed it. */
export interface Run {
  readonly settings: Settings;
  readonly hub: HubSettings;
  readonly logLevel: LogLevel | undefined;
  readonly logJson: boolean | undefined;
}

export interface ShownOption {
  readonly name: string;
  readonly key: string | null;
  readonly flag: string | null;
  readonly env: readonly string[];
  readonly doc: string;
  readonly unit: string | null;
  readonly range: string;
  readonly default: string | null;
  readonly value: string | null;
}

type Value = string | number | boolean | null | undefined;

/** Without secrets and what the launcher says to itself: these are never told. */
type ToldName = Exclude<OptionName, 'jwtSecret' | 'redisUrl' | 'shell'>;

function iso(ms: number | undefined): Value {
  return ms === undefined ? null : new Date(ms).toISOString();
}

function perKey<T>(values: Readonly<Record<string, T>>, text: (value: T) => Value = String): Value {
  const entries = Object.entries(values).map(([key, value]) => `${key} ${text(value)}`);
  return entries.length === 0 ? null : entries.join(', ');
}

function inDollars(cents: number): number {
  return cents / 100;
}

/** The value of each option in the present run, in the unit of its declaration; null: none, or not kept after the start. */
const VALUES: { readonly [K in ToldName]: (run: Run, withPaths: boolean) => Value } = {
  dataDir: ({ settings }, withPaths) => (withPaths ? settings.dataDir : null),
  config: () => null,
  feed: ({ settings }) => settings.feed.kind,
  replay: ({ settings: { feed } }, withPaths) =>
    feed.kind === 'sim'
      ? null
      : perKey(Object.fromEntries(feed.files.map(({ root, path }) => [root, withPaths ? path : basename(path)]))),
  round: ({ settings: { feed } }) => (feed.kind === 'sim' ? null : feed.round),
  allowRefused: ({ settings: { feed } }) => (feed.kind === 'sim' ? null : feed.allowRefused === true),
  from: ({ settings }) => iso(settings.fromMs),
  until: ({ settings }) => iso(settings.untilMs),
  speed: ({ settings }) => settings.speed,
  seed: ({ settings: { feed } }) => (feed.kind === 'sim' ? feed.seed : null),
  preset: ({ settings }) => settings.preset,
  historyDays: ({ settings: { feed } }) => (feed.kind === 'sim' ? feed.historyDays : null),
  simHours: ({ settings: { feed } }) => (feed.kind === 'sim' ? feed.hours : null),
  oneProcess: ({ settings }) => settings.oneProcess,
  strategies: ({ settings }) => settings.strategies.map(({ id }) => id).join(', '),
  hubPort: ({ settings }) => settings.hubPort,
  hubAliasPort: ({ settings }) => settings.hubAliasPort,
  ports: ({ settings }) => perKey(Object.fromEntries(settings.strategies.map(({ id, port }) => [id, port]))),
  soleWinnerPort: () => null,
  solePo3Port: () => null,
  listen: ({ settings }) => settings.listen,
  exitWhenDone: ({ settings }) => settings.exitWhenDone,
  strategyPreset: ({ settings }) =>
    perKey(Object.fromEntries(settings.strategies.map(({ id, preset }) => [id, preset]))),
  strategyParameters: ({ settings }) =>
    perKey(
      Object.fromEntries(
        settings.strategies
          .filter(({ parameters }) => Object.keys(parameters).length > 0)
          .map(({ id, parameters }) => [id, parameters]),
      ),
      (parameters) => JSON.stringify(parameters),
    ),
  latency: ({ settings }) => settings.venue.latencyMs,
  slippage: ({ settings }) => settings.venue.slippageTicks,
  spread: ({ settings }) => settings.venue.spreadTicks,
  fees: ({ settings }) => perKey(settings.venue.feePerSideCents, inDollars),
  startBalance: ({ settings }) => inDollars(settings.risk.startBalanceCents),
  dailyLossLimit: ({ settings: { risk } }) =>
    risk.dailyLossLimitCents === null ? 'off' : inDollars(risk.dailyLossLimitCents),
  accountCap: ({ settings }) => settings.risk.accountCapMicros,
  staleAfter: ({ settings }) => settings.risk.staleAfterMs / SECOND_MS,
  allowOpposingBooks: ({ settings }) => settings.risk.allowOpposingBooks,
  margins: ({ settings }) => perKey(settings.risk.marginCents, inDollars),
  pnlRetentionDays: ({ settings }) => settings.pnlRetentionDays,
  maxConnections: ({ hub }) => hub.maxConnections,
  maxConnectionsPerUser: ({ hub }) => hub.maxConnectionsPerUser,
  maxMessagesPerMinute: ({ hub }) => hub.maxMessagesPerMinute,
  corsOrigin: ({ hub }) => (hub.allowedOrigins.length === 0 ? null : hub.allowedOrigins.join(', ')),
  frontendUrl: () => null,
  hostNames: ({ hub }) => hub.hostNames?.join(', ') ?? null,
  logLevel: ({ logLevel }) => logLevel,
  nodeEnv: ({ logJson }) => (logJson === true ? 'production' : null),
};

function isTold(name: OptionName): name is ToldName {
  return Object.hasOwn(VALUES, name);
}

/**
 * Every option that may be shown, in the order of the help, with its value in the present run.
 *
 * @param withPaths whether the caller may know where files lie on this machine
 */
export function shownOptions(run: Run, withPaths: boolean): readonly ShownOption[] {
  return optionEntries().flatMap(([name, option]) => {
    if (!isTold(name) || option.secret === true || option.hidden === true) return [];
    const value = VALUES[name](run, withPaths) ?? null;
    return {
      name,
      key: option.key ?? null,
      flag: option.flag ?? null,
      env: option.env ?? [],
      doc: option.doc,
      unit: option.unit ?? null,
      range: rangeText(option.kind.expects),
      default: defaultInUnit(option) ?? null,
      value: value === null ? null : String(value),
    };
  });
}
