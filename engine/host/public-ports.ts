import type { Entrance } from '../ports/entrance.ts';
import type { ListenAddress } from '../domain/listen-addresses.ts';
import { socketPath } from '../adapters/link/socket-path.ts';
import type { Logger } from '../ports/logger.ts';
import type { PortWish } from './claim-ports.ts';

export interface PortsOptions {
  readonly wishes: readonly PortWish[];
  readonly addresses: readonly ListenAddress[];
  readonly runtimeDir: string;
  /** Of this start's links. */
  readonly secret: string;
  readonly logger: Logger;
}

/** How a server comes to its connections. */
export interface Reached {
  readonly entrance: Entrance;
  /** Descriptors in the host that its process has to inherit, in the order of the doors that have one. */
  readonly inherits: readonly number[];
}

/**
 * Every public port of a start, from before the first process is started until the last one has ended. Two ways:
 * processes that can inherit sockets get the listening sockets themselves, and nothing stands between a client and its
 * server (`held-ports.ts`); else the host takes each connection and passes it on (`relayed-ports.ts`).
 */
export interface PublicPorts {
  /** Port by the name of its wish. */
  readonly ports: Readonly<Record<string, number>>;
  /** @param names of the wishes whose connections this server takes; the first is its own name */
  reach(names: readonly [string, ...string[]]): Reached;
  close(): Promise<void>;
}

/** Descriptors that a child of Node's `fork` inherits begin here: three streams and the channel to its host come first. */
export const FIRST_INHERITED = 4;

/** Where a server's private socket lies. */
export function privatePath(runtimeDir: string, server: string): string {
  return socketPath(runtimeDir, server);
}
