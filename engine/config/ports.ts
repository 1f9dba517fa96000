import type { StrategyIdentity } from '../domain/book.ts';
import { originKey, type Resolved } from './resolve.ts';

/** The port that document 000 gives to this strategy and document 004 to the hub. */
const CONTESTED = { id: 'MGC-PO3', port: 3006 } as const;

export interface Ports {
  readonly hub: number;
  readonly hubAlias: number | undefined;
  /** By strategy id, the started ones. */
  readonly symbols: Readonly<Record<string, number>>;
}

interface Claim {
  readonly port: number;
  /** "the hub (--hub-port)" */
  readonly who: string;
  /** What to write to move it. */
  readonly move: string;
}

/** A single strategy started alone may get its port from the variable that other dashboards of its kind read. */
function solePort(started: readonly StrategyIdentity[], { values, origins }: Resolved): Claim | undefined {
  const [only, ...others] = started;
  if (only === undefined || others.length > 0) return undefined;
  // A flag stands before the environment, the environment before the configuration file.
  if (origins.get(originKey('ports', only.id))?.place.startsWith('--') === true) return undefined;
  const option = only.kind === 'winner' ? 'soleWinnerPort' : 'solePo3Port';
  const port = values[option];
  const place = origins.get(originKey(option))?.place;
  return port === undefined ? undefined : { port, who: `${only.id} (${place})`, move: `--port ${only.id}=N` };
}

/** Who listens where. Two that want one port, and a hub on the port of MGC-PO3, are faults. */
export function assignPorts(started: readonly StrategyIdentity[], resolved: Resolved, faults: string[]): Ports {
  const { values, origins } = resolved;
  const sole = solePort(started, resolved);
  const placeOf = (option: 'hubPort' | 'hubAliasPort', flag: string): string =>
    origins.get(originKey(option))?.place ?? `${flag}, default`;
  const hub = values.hubPort;
  const hubAlias = values.hubAliasPort;

  const claims: Claim[] = [{ port: hub, who: `the hub (${placeOf('hubPort', '--hub-port')})`, move: '--hub-port N' }];
  if (hubAlias !== undefined) {
    claims.push({
      port: hubAlias,
      who: `the hub's alias (${placeOf('hubAliasPort', '--hub-alias-port')})`,
      move: '--hub-alias-port N',
    });
  }
  const contested = claims.find((claim) => claim.port === CONTESTED.port);
  const moved =
    values.ports[CONTESTED.id] !== CONTESTED.port || (sole !== undefined && started[0]?.id === CONTESTED.id);
  if (contested !== undefined && !moved) {
    faults.push(
      `${contested.who} cannot have port ${CONTESTED.port}, which is ${CONTESTED.id}'s; move that first: --port ${CONTESTED.id}=N`,
    );
  }

  const symbols: Record<string, number> = {};
  for (const { id } of started) {
    const place = origins.get(originKey('ports', id))?.place;
    const port = values.ports[id] ?? 0;
    const claim = sole ?? { port, who: `${id} (${place ?? `--port ${id}, default`})`, move: `--port ${id}=N` };
    symbols[id] = claim.port;
    claims.push(claim);
  }

  const byPort = Map.groupBy(claims, (claim) => claim.port);
  for (const [port, rivals] of byPort) {
    const alreadySaid = port === CONTESTED.port && contested !== undefined && !moved;
    if (port === 0 || rivals.length < 2 || alreadySaid) continue;
    const last = rivals[rivals.length - 1];
    faults.push(
      `${rivals.map((rival) => rival.who).join(' and ')} want the same port ${port}; move one, e.g. ${last?.move}`,
    );
  }
  return { hub, hubAlias, symbols };
}
