import { resolve } from 'node:path';
import { STRATEGIES, type StrategyIdentity } from '../domain/book.ts';
import { SECOND_MS } from '../domain/units.ts';
import { defaultDataDir } from './data-folder.ts';
import { assignPorts } from './ports.ts';
import { openRecordings, type ListImports } from './recordings.ts';
import type { OptionName } from './options.ts';
import { originKey, type Resolved } from './resolve.ts';
import type { FeedSettings, HubSettings, LogLevel, Settings, StrategySettings } from './settings.ts';

/** Everything that one start needs to know. */
export interface Settled {
  readonly settings: Settings;
  readonly hub: HubSettings;
  readonly log: { readonly level: LogLevel; readonly json: boolean };
}

const STALE_AFTER_SECONDS = { sim: 10, replay: 180 } as const;

const DEMO_DAILY_LOSS_CENTS = 5_000_00;

class Settling {
  readonly faults: string[] = [];
  readonly notices: string[] = [];
  private readonly resolved: Resolved;
  private readonly broken: ReadonlySet<OptionName>;
  private readonly imports: ListImports;

  constructor(resolved: Resolved, imports: ListImports, broken: ReadonlySet<OptionName>) {
    this.resolved = resolved;
    this.imports = imports;
    this.broken = broken;
  }

  settle(): Settled {
    const { values } = this.resolved;
    const feed = this.feed();
    const started = this.started(feed);
    const ports = assignPorts(started, this.resolved, this.faults);
    this.span();
    const settings: Settings = {
      mode: feed.kind === 'sim' ? 'SIM' : 'REPLAY',
      dataDir: this.dataDir(),
      feed,
      fromMs: values.from,
      untilMs: values.until,
      speed: values.speed,
      preset: values.preset,
      strategies: started.map((strategy) => this.strategy(strategy, ports.symbols[strategy.id] ?? 0)),
      venue: {
        latencyMs: values.latency,
        slippageTicks: values.slippage,
        spreadTicks: values.spread,
        feePerSideCents: values.fees,
      },
      risk: {
        startBalanceCents: values.startBalance,
        dailyLossLimitCents: this.dailyLossLimit(),
        accountCapMicros: values.accountCap,
        staleAfterMs: (values.staleAfter ?? STALE_AFTER_SECONDS[feed.kind]) * SECOND_MS,
        allowOpposingBooks: values.allowOpposingBooks,
        marginCents: values.margins,
      },
      hubPort: ports.hub,
      hubAliasPort: ports.hubAlias,
      listen: values.listen,
      exitWhenDone: values.exitWhenDone,
      oneProcess: values.oneProcess,
      pnlRetentionDays: values.pnlRetentionDays,
    };
    this.unusedSolePort(started);
    return { settings, hub: this.hub(), log: { level: values.logLevel, json: values.nodeEnv === 'production' } };
  }

  private place(option: OptionName, key?: string): string | undefined {
    return this.resolved.origins.get(originKey(option, key))?.place;
  }

  private dataDir(): string {
    const { dataDir } = this.resolved.values;
    return dataDir === undefined
      ? defaultDataDir()
      : resolve(this.resolved.origins.get('dataDir')?.base ?? '.', dataDir);
  }

  private feed(): FeedSettings {
    const { values } = this.resolved;
    const files = Object.keys(values.replay);
    const kind = values.feed ?? (files.length > 0 ? 'replay' : 'sim');
    if (kind === 'sim') {
      if (files.length > 0) {
        this.faults.push(
          `${this.place('feed')}: a simulation plays no recording; leave out --replay, or take --feed replay`,
        );
      }
      for (const option of ['round', 'allowRefused'] as const) {
        const place = this.place(option);
        if (place !== undefined) this.notices.push(`${place} has no meaning in a simulation`);
      }
      return { kind, seed: values.seed, historyDays: values.historyDays, hours: values.simHours };
    }
    if (files.length === 0 && !this.broken.has('replay'))
      this.faults.push(`${this.place('feed')}: a replay needs a recording: --replay ROOT=FILE`);
    if (this.place('historyDays') !== undefined && values.historyDays > 0) {
      this.faults.push(
        `${this.place('historyDays')}: days are played in advance in a simulation only, not in a replay`,
      );
    }
    for (const option of ['seed', 'simHours'] as const) {
      const place = this.place(option);
      if (place !== undefined) this.notices.push(`${place} has no meaning in a replay`);
    }
    const { round, allowRefused } = values;
    const recordings = openRecordings(this.resolved, () => this.imports(this.dataDir()), this.faults);
    return { kind, files: recordings, round, allowRefused };
  }

  /** The strategies that start: those named, else all in simulation and those with a recording in replay. */
  private started(feed: FeedSettings): readonly StrategyIdentity[] {
    const { strategies: named, replay } = this.resolved.values;
    const hasMarket = ({ root }: StrategyIdentity): boolean => feed.kind === 'sim' || replay[root] !== undefined;
    if (named === undefined) {
      const found = STRATEGIES.filter(hasMarket);
      if (found.length === 0 && Object.keys(replay).length > 0) {
        const roots = [...new Set(STRATEGIES.map(({ root }) => root))].join(', ');
        this.faults.push(
          `--replay: no strategy trades ${Object.keys(replay).join(', ')}; expected a recording of ${roots}`,
        );
      }
      return found;
    }
    const started = STRATEGIES.filter(({ id }) => named.includes(id));
    if (Object.keys(replay).length === 0 || this.broken.has('replay')) return started;
    for (const strategy of started) {
      if (hasMarket(strategy)) continue;
      const { id, root } = strategy;
      this.faults.push(
        `${this.place('strategies')}: ${id} has no recording; add --replay ${root}=FILE or leave ${id} out`,
      );
    }
    return started;
  }

  private span(): void {
    const { from, until } = this.resolved.values;
    if (from === undefined || until === undefined || from < until) return;
    const text = (ms: number): string => new Date(ms).toISOString();
    this.faults.push(
      `${this.place('until')}: expected a time after ${this.place('from')} (${text(from)}), found ${text(until)}`,
    );
  }

  private strategy({ id }: StrategyIdentity, port: number): StrategySettings {
    const { values } = this.resolved;
    return {
      id,
      preset: values.strategyPreset[id] ?? values.preset,
      parameters: values.strategyParameters[id] ?? {},
      port,
    };
  }

  /** The DEMO preset pays its costs all day long; its limit is wider, so that it is not halted before noon. */
  private dailyLossLimit(): number | null {
    const { dailyLossLimit, preset } = this.resolved.values;
    return preset === 'demo' && this.place('dailyLossLimit') === undefined ? DEMO_DAILY_LOSS_CENTS : dailyLossLimit;
  }

  private unusedSolePort(started: readonly StrategyIdentity[]): void {
    for (const [option, kind] of [
      ['soleWinnerPort', 'winner'],
      ['solePo3Port', 'po3'],
    ] as const) {
      const place = this.place(option);
      if (place === undefined || (started.length === 1 && started[0]?.kind === kind)) continue;
      this.notices.push(
        `${place} is read only when a single ${kind === 'po3' ? 'PO3' : 'Winner'} strategy is started alone; --port ID=N always`,
      );
    }
  }

  private hub(): HubSettings {
    const { values } = this.resolved;
    const origins = [...values.corsOrigin, ...(values.frontendUrl === undefined ? [] : [values.frontendUrl])];
    return {
      maxConnections: values.maxConnections,
      maxConnectionsPerUser: values.maxConnectionsPerUser,
      maxMessagesPerMinute: values.maxMessagesPerMinute,
      allowedOrigins: [...new Set(origins)],
      ...(values.hostNames.length === 0 ? {} : { hostNames: values.hostNames }),
      ...(values.jwtSecret === undefined ? {} : { jwtSecret: values.jwtSecret }),
      ...(values.redisUrl === undefined ? {} : { redisUrl: values.redisUrl }),
    };
  }
}

export interface SettleResult {
  readonly settled: Settled;
  readonly faults: readonly string[];
  readonly notices: readonly string[];
}

/**
 * Turns values into the settings of a start and checks what concerns several of them at once.
 *
 * @param imports the recordings that were imported into a data folder
 * @param broken options that were given but could not be read: their absence means nothing
 */
export function settle(resolved: Resolved, imports: ListImports, broken: ReadonlySet<OptionName>): SettleResult {
  const settling = new Settling(resolved, imports, broken);
  const settled = settling.settle();
  return { settled, faults: settling.faults, notices: settling.notices };
}
