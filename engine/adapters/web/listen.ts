import type { FastifyInstance } from 'fastify';

/** Opens the port (0 = any free one) and tells it; a taken port gives one clear message. */
export async function listenOn(app: FastifyInstance, host: string, port: number, what: string): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EADDRINUSE') throw new Error(`${what}: port ${port} on ${host} is taken`, { cause: error });
    if (code === 'EACCES')
      throw new Error(`${what}: no permission to listen on port ${port} of ${host}`, { cause: error });
    if (code === 'EADDRNOTAVAIL') throw new Error(`${what}: this machine has no address ${host}`, { cause: error });
    throw error;
  }
  const address = app.server.address();
  if (address === null || typeof address === 'string')
    throw new Error(`${what}: expected a port, found ${String(address)}`);
  return address.port;
}

/** The address that a person types. */
export function urlOf(host: string, port: number, scheme: 'http' | 'https' = 'http'): string {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `${scheme}://${name}:${port}`;
}
