/** This machine alone, as an address, a host name, the host of a URL, or the far end of a connection. */
const LOOPBACK: ReadonlySet<string | undefined> = new Set([
  '127.0.0.1',
  '::1',
  '[::1]',
  'localhost',
  '::ffff:127.0.0.1',
]);

/** True for this machine alone. 127.0.0.2 and the like are not: they count as exposed. */
export function isLoopback(address: string | undefined): boolean {
  return LOOPBACK.has(address);
}
