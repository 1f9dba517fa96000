import { networkInterfaces } from 'node:os';

/** Names under which a loopback port is reached. */
export const LOOPBACK_NAMES: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

/** Addresses that count as this machine alone. 127.0.0.2 and the like count as exposed. */
export function isLoopbackAddress(address: string): boolean {
  return address === '127.0.0.1' || address === 'localhost' || address === '::1' || address === '[::1]';
}

/** True when the far end of a connection is this machine. */
export function isLoopbackPeer(remoteAddress: string | undefined): boolean {
  return remoteAddress === '127.0.0.1' || remoteAddress === '::1' || remoteAddress === '::ffff:127.0.0.1';
}

/** Names that a Host header may carry when a server listens on an address. */
export function namesOf(listen: string): readonly string[] {
  if (isLoopbackAddress(listen)) return LOOPBACK_NAMES;
  if (listen !== '0.0.0.0' && listen !== '::') return [...LOOPBACK_NAMES, bracketed(listen)];
  const own = Object.values(networkInterfaces()).flatMap((found) => found ?? []);
  return [...LOOPBACK_NAMES, ...own.map((one) => bracketed(one.address))];
}

function bracketed(address: string): string {
  return address.includes(':') && !address.startsWith('[') ? `[${address}]` : address.toLowerCase();
}
