/**
 * The thread that holds the public ports: it listens on them and sleeps for ever. So nothing here takes a connection,
 * the ports are never free while the program runs, and the processes that serve them inherit the sockets. Told to the
 * host: the sockets' descriptors, which are the whole process's, or why a port could not be had.
 */
import { createServer, type Server } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import type { ListenAddress } from '../domain/listen-addresses.ts';
import { claimPorts, type Binder, type Claim, type PortWish } from './claim-ports.ts';

export interface PortsOrder {
  readonly wishes: readonly PortWish[];
  readonly addresses: readonly ListenAddress[];
}

export type PortsNews =
  | { readonly claims: readonly Claim<number>[] }
  /** In words for a person, or a fault of the program. */
  | { readonly fault: string };

const binder: Binder<Server> = {
  listen: (port, host) =>
    new Promise((resolve, reject) => {
      // Who comes before all ports are taken is sent away.
      const server = createServer((socket) => socket.destroy());
      server.once('error', reject);
      server.listen({ port, host, exclusive: true }, () => resolve(server));
    }),
  close: (server) => new Promise((resolve) => server.close(() => resolve())),
};

/** Node tells no number of its own accord; on Windows there is none. */
function descriptorOf(server: Server): number {
  // Node declares no way to it, and has kept it here since its first versions.
  const { fd } = (server as unknown as { readonly _handle: { readonly fd: number } })._handle;
  if (fd < 0) throw new Error('expected a descriptor of a listening socket, found none');
  return fd;
}

async function hold({ wishes, addresses }: PortsOrder): Promise<PortsNews> {
  try {
    const claims = await claimPorts(wishes, addresses, binder);
    return {
      claims: claims.map(({ sockets, ...claim }) => ({
        ...claim,
        sockets: sockets.map(({ socket, ...place }) => ({ ...place, socket: descriptorOf(socket) })),
      })),
    };
  } catch (error) {
    // `listen` rejects with what Node's server emits.
    return { fault: (error as Error).message };
  }
}

// `holdPorts` alone starts this thread, and with such an order.
const news = await hold(workerData as PortsOrder);
parentPort?.postMessage(news);
if ('claims' in news) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
