import type { X509Certificate } from 'node:crypto';
import { hostname, networkInterfaces } from 'node:os';
import { isLoopback } from '../../domain/loopback.ts';

/** What an address may carry as it is. */
const PLAIN = /^(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)$/;
/** A certificate for every name of one label, or of one below a common ending, says nothing of whose names they are. */
const WIDE = /^\*(?:$|\.[^.]+$)/;

/** Names under which a loopback port is reached. */
export const LOOPBACK_NAMES: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Names that a Host header may carry when a server listens on an address: its addresses and this machine's name. None of
 * them is one that somebody else's DNS could point here.
 */
export function namesOf(listen: string): readonly string[] {
  const here = [...LOOPBACK_NAMES, hostname().toLowerCase()].filter((name) => PLAIN.test(name));
  if (isLoopback(listen)) return here;
  if (listen !== '0.0.0.0' && listen !== '::') return [...here, bracketed(listen)];
  const own = Object.values(networkInterfaces()).flatMap((found) => found ?? []);
  return [...here, ...own.map((one) => bracketed(one.address))];
}

/** Names and addresses that a certificate is for; "*.example.org" stands for each name of one label more. */
export function namesIn(certificate: X509Certificate): readonly string[] {
  const found = (certificate.subjectAltName ?? '').matchAll(/(?:DNS|IP Address):([^\s,"]+)/g);
  return [...found].map(([, name = '']) => bracketed(name.toLowerCase())).filter((name) => !WIDE.test(name));
}

function bracketed(address: string): string {
  return address.includes(':') && !address.startsWith('[') ? `[${address}]` : address.toLowerCase();
}
