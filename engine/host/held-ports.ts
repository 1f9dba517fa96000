import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { HostFault } from './host-fault.ts';
import type { PortsNews, PortsOrder } from './ports-worker.ts';
import { FIRST_INHERITED, privatePath, type PortsOptions, type PublicPorts } from './public-ports.ts';

/** It does next to nothing. */
const RESOURCES = { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 2 };

/** Ports whose listening sockets the servers' processes inherit. While one is away, connections wait in the system's queue. */
export async function holdPorts(options: PortsOptions): Promise<PublicPorts> {
  const { wishes, addresses, runtimeDir, secret, logger } = options;
  const entry = new URL(`./ports-worker${extname(fileURLToPath(import.meta.url))}`, import.meta.url);
  const order: PortsOrder = { wishes, addresses };
  const worker = new Worker(entry, { workerData: order, resourceLimits: RESOURCES, execArgv: [] });
  worker.unref();
  const news = await new Promise<PortsNews>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the thread that holds the ports ended')));
  });
  if ('fault' in news) throw new HostFault(news.fault);
  const { claims } = news;
  let isOver = false;
  worker.once('exit', () => {
    if (!isOver) logger.error('the thread that holds the ports has ended: a port is free while its process is away');
  });
  return {
    ports: Object.fromEntries(claims.map(({ name, port }) => [name, port])),
    reach: (names) => {
      const own = names.flatMap((name) => claims.filter((claim) => claim.name === name));
      const sockets = own.flatMap((claim) => claim.sockets.map((each) => ({ ...each, port: claim.port })));
      return {
        entrance: {
          doors: sockets.map(({ address, isExposed, port }, index) => ({
            ...{ address, isExposed, port },
            fd: FIRST_INHERITED + index,
          })),
          privatePath: privatePath(runtimeDir, names[0]),
          secret,
        },
        inherits: sockets.map(({ socket }) => socket),
      };
    },
    close: async () => {
      isOver = true;
      await worker.terminate();
    },
  };
}
