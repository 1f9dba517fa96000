import { networkInterfaces } from 'node:os';
import { isLoopback } from '../../domain/loopback.ts';

/** Names under which a loopback port is reached. */
export const LOOPBACK_NAMES: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

/** Names that a Host header may carry when a server listens on an address. */
export function namesOf(listen: string): readonly string[] {
  if (isLoopback(listen)) return LOOPBACK_NAMES;
  if (listen !== '0.0.0.0' && listen !== '::') return [...LOOPBACK_NAMES, bracketed(listen)];
  const own = Object.values(networkInterfaces()).flatMap((found) => found ?? []);
  return [...LOOPBACK_NAMES, ...own.map((one) => bracketed(one.address))];
}

function bracketed(address: string): string {
  return address.includes(':') && !address.startsWith('[') ? `[${address}]` : address.toLowerCase();
}
