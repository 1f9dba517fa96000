import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { HostFault } from './host-fault.ts';

/** A port that a process of ours is going to listen on. */
export interface PortWish {
  /** "hub", "MNQ": what it is for. */
  readonly name: string;
  /** 0: any free one. */
  readonly port: number;
  /** "--hub-port N": how to choose another. */
  readonly flag: string;
}

/** Below the range from which systems take the local ports of outgoing connections, so that none of those gets in the way. */
const FREE_FROM = 20_000;
const FREE_TO = 32_000;
const MOST_TRIES = 200;

/** Tries to listen for a moment; undefined: the port can be had. */
function listenFault(port: number, address: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ port, host: address, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

async function fault(
  port: number,
  addresses: readonly string[],
): Promise<{ code: string; address: string } | undefined> {
  for (const address of addresses) {
    const code = await listenFault(port, address);
    if (code !== undefined) return { code, address };
  }
  return undefined;
}

async function anyFree(addresses: readonly string[], taken: ReadonlySet<number>): Promise<number> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const port = randomInt(FREE_FROM, FREE_TO);
    if (!taken.has(port) && (await fault(port, addresses)) === undefined) return port;
  }
  throw new HostFault(`no free port found between ${FREE_FROM} and ${FREE_TO}`);
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRNOTAVAIL: 'it is not an address of this machine',
  EAFNOSUPPORT: 'this machine has no addresses of its kind',
};

function faultText({ name, port, flag }: PortWish, code: string, address: string): string {
  switch (code) {
    case 'EADDRINUSE':
      return `port ${port} of ${name} is taken by another program; choose another with ${flag} (0 = any free one)`;
    case 'EACCES':
      return `port ${port} of ${name} may not be used by this user; choose another with ${flag}`;
    default:
      return `port ${port} of ${name} cannot be used on ${address} (${code}); choose another with ${flag}`;
  }
}

/**
 * Makes sure that every port can be had before anything is started, and finds free ones for those that want any: they
 * stay the same over restarts of a process, and all are known from the beginning. HostFault names all that are taken.
 *
 * @param listen the address besides loopback; a loopback one adds nothing
 * @returns port by name
 */
export async function claimPorts(
  wishes: readonly PortWish[],
  listen: string,
): Promise<Readonly<Record<string, number>>> {
  const addresses = [...new Set(['127.0.0.1', listen])];
  for (const address of addresses) {
    const code = await listenFault(0, address);
    if (code !== undefined) {
      throw new HostFault(
        `nothing can listen on ${address} (${REASONS[code] ?? code}); choose another with --listen ADDRESS`,
      );
    }
  }
  const fixed = wishes.filter((wish) => wish.port !== 0);
  const faults = new Set<string>();
  for (const wish of fixed) {
    const found = await fault(wish.port, addresses);
    if (found !== undefined) faults.add(faultText(wish, found.code, found.address));
  }
  if (faults.size > 0) throw new HostFault([...faults].join('\n  '));
  const taken = new Set(fixed.map((wish) => wish.port));
  const ports: Record<string, number> = {};
  for (const wish of wishes) {
    const port = wish.port === 0 ? await anyFree(addresses, taken) : wish.port;
    taken.add(port);
    ports[wish.name] = port;
  }
  return ports;
}
