import { createServer, type Server, type Socket } from 'node:net';
import { connectPrivately } from '../adapters/link/private-client.ts';
import type { PassedOn } from '../ports/entrance.ts';
import { claimPorts, type Binder } from './claim-ports.ts';
import { privatePath, type PortsOptions, type PublicPorts } from './public-ports.ts';

/** Connections of one port that the host passes on at once; what goes beyond is closed. */
const MOST_CONNECTIONS = 2_000;

/** What becomes of a port's connections. Until its server is known they are closed. */
const takers = new WeakMap<Server, (client: Socket) => void>();

const binder: Binder<Server> = {
  listen: (port, host) =>
    new Promise((resolve, reject) => {
      const server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true }, (client) => {
        const take = takers.get(server);
        if (take === undefined) client.destroy();
        else take(client);
      });
      server.maxConnections = MOST_CONNECTIONS;
      server.once('error', reject);
      server.listen({ port, host, exclusive: true }, () => resolve(server));
    }),
  close: (server) => new Promise((resolve) => server.close(() => resolve())),
};

/**
 * Ports whose connections the host takes and passes on to the server's private socket, with the address that they came
 * from. While the server's process is away they are closed at once.
 */
export async function relayPorts(options: PortsOptions): Promise<PublicPorts> {
  const { wishes, addresses, runtimeDir, secret } = options;
  const claims = await claimPorts(wishes, addresses, binder);
  const open = new Set<Socket>();
  const passOn = async (client: Socket, path: string, address: string, isExposed: boolean): Promise<void> => {
    const passedOn: PassedOn = { remoteAddress: client.remoteAddress ?? 'gone', localAddress: address, isExposed };
    let server: Socket;
    try {
      server = await connectPrivately(path, secret, passedOn);
    } catch {
      client.destroy(); // it is away
      return;
    }
    join(client, server);
  };
  return {
    ports: Object.fromEntries(claims.map(({ name, port }) => [name, port])),
    reach: (names) => {
      const path = privatePath(runtimeDir, names[0]);
      const own = names.flatMap((name) => claims.filter((claim) => claim.name === name));
      for (const { sockets } of own) {
        for (const { socket, address, isExposed } of sockets) {
          takers.set(socket, (client) => {
            open.add(client);
            client.on('error', () => undefined); // it shows as its close
            client.once('close', () => open.delete(client));
            void passOn(client, path, address, isExposed);
          });
        }
      }
      const doors = own.flatMap(({ port, sockets }) =>
        sockets.map(({ address, isExposed }) => ({ address, isExposed, port, fd: null })),
      );
      return { entrance: { doors, privatePath: path, secret }, inherits: [] };
    },
    close: async () => {
      const closed = claims.flatMap(({ sockets }) => sockets.map(({ socket }) => binder.close(socket)));
      for (const client of open) client.destroy();
      await Promise.all(closed);
    },
  };
}

/** What one end says, the other one hears; the fault or the end of one is that of both. */
function join(client: Socket, server: Socket): void {
  server.on('error', () => undefined);
  if (client.destroyed) {
    server.destroy();
    return;
  }
  for (const [from, to] of [
    [client, server],
    [server, client],
  ] as const) {
    from.once('close', () => to.destroy());
    from.pipe(to);
  }
}
