import type { Bootstrap, HubSettings, Settings } from '../config/settings.ts';
import type { Settled } from '../config/settle.ts';
import { socketPath } from '../adapters/link/socket-path.ts';
import type { SpawnRequest } from '../ports/spawner.ts';
import type { PortWish } from './claim-ports.ts';
import type { PublicPorts } from './public-ports.ts';
import type { Supervised } from './supervisor.ts';

const HUB = 'hub';
const ALIAS = "the hub's alias";

/** Ports of one start, each with the flag that moves it. */
export function portWishes(settings: Settings): readonly PortWish[] {
  const { hubPort, hubAliasPort, strategies } = settings;
  const alias =
    hubAliasPort === undefined ? [] : [{ name: ALIAS, port: hubAliasPort, flag: '--hub-alias-port N', isLocal: true }];
  const symbols = strategies.map(({ id, port }) => ({ name: id, port, flag: `--port ${id}=N` }));
  return [{ name: HUB, port: hubPort, flag: '--hub-port N' }, ...alias, ...symbols];
}

/** The settings with every port a real one. @param ports by the name of its wish */
export function withPorts(settings: Settings, ports: Readonly<Record<string, number>>): Settings {
  return {
    ...settings,
    hubPort: ports[HUB] ?? settings.hubPort,
    hubAliasPort: ports[ALIAS],
    strategies: settings.strategies.map((strategy) => ({ ...strategy, port: ports[strategy.id] ?? strategy.port })),
  };
}

/** What every child of one start has in common. */
export interface Common {
  readonly settled: Settled;
  /** With real ports. */
  readonly settings: Settings;
  readonly runtimeDir: string;
  readonly secret: string;
  readonly epoch: number;
  readonly tokenFile: string;
  readonly version: string;
  /** Undefined: nothing is served (`--one-process`). */
  readonly ports: Pick<PublicPorts, 'reach'> | undefined;
}

/** What an engine's server has of the hub's settings: log-ins are judged there too, Redis is the hub's alone. */
function ofEngines({ redisUrl: _redis, ...rest }: HubSettings): HubSettings {
  return rest;
}

/** The requests for the processes of one start: each child is told what it needs, secrets only where they are used. */
export function requests(common: Common): {
  readonly preplay: SpawnRequest;
  readonly venue: Supervised;
  readonly desk: Supervised;
  readonly hub: Supervised;
  readonly engines: readonly Supervised[];
} {
  const { settled, settings, runtimeDir, ports } = common;
  const base: Bootstrap = {
    settings,
    secret: common.secret,
    deskSocket: socketPath(runtimeDir, 'desk'),
    version: common.version,
    runtimeDir,
    epoch: common.epoch,
    tokenFile: common.tokenFile,
    knownPorts: [settings.hubPort, settings.hubAliasPort ?? 0, ...settings.strategies.map(({ port }) => port)].filter(
      (port) => port !== 0,
    ),
    logLevel: settled.log.level,
    logJson: settled.log.json,
  };
  const served = (bootstrap: Bootstrap, names: readonly [string, ...string[]]) => {
    if (ports === undefined) return { bootstrap };
    const { entrance, inherits } = ports.reach(names);
    return { bootstrap: { ...bootstrap, entrance }, inherits };
  };
  return {
    // The desk may have a long journal to go through, and days in advance take as long as they take.
    preplay: { name: 'preplay', room: 'backtest/preplay', bootstrap: base },
    desk: { name: 'desk', room: 'desk', bootstrap: base, hasStartLimit: false, isKept: true },
    venue: { name: 'venue', room: 'venue', bootstrap: base, hasStartLimit: false, isKept: true },
    hub: {
      name: HUB,
      room: 'hub',
      ...served({ ...base, hub: settled.hub }, [HUB, ALIAS]),
      hasStartLimit: true,
      needs: 'desk',
      isKept: true,
    },
    engines: settings.strategies.map(({ id }) => ({
      name: id,
      room: 'symbol',
      ...served({ ...base, strategyId: id, hub: ofEngines(settled.hub) }, [id]),
      hasStartLimit: true,
      needs: 'desk',
      isKept: false,
    })),
  };
}
