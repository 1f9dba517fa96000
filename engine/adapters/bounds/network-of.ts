import { isIPv6 } from 'node:net';

/**
 * Whom an address counts for: of IPv6 its /64, which one household or machine has to itself and may use at will; this
 * machine is one. What was noted beside the address ("via ...") stays.
 */
export function networkOf(peer: string): string {
  const [address = '', ...rest] = peer.split(' ');
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!isIPv6(plain) || plain === '::1') return [plain, ...rest].join(' ');
  const [head = '', tail] = plain.toLowerCase().split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const filled =
    tail === undefined
      ? first
      : [...first, ...Array.from({ length: 8 - first.length - last.length }, () => '0'), ...last];
  const prefix = filled.slice(0, 4).map((part) => Number.parseInt(part, 16).toString(16));
  return [`${prefix.join(':')}::/64`, ...rest].join(' ');
}
