import { isLoopback } from './loopback.ts';

/** An address of this machine, as the system lists it. */
export interface OwnAddress {
  readonly address: string;
  readonly family: string;
  readonly internal: boolean;
}

export interface ListenAddress {
  readonly address: string;
  /** Other machines reach it. */
  readonly isExposed: boolean;
}

const LOOPBACK = '127.0.0.1';
/** "localhost" is this one too, and browsers try it first: nobody else may sit there. */
const LOOPBACK_6 = '::1';

/**
 * Addresses on which a server listens. This machine's own are always there and come first (both, where `own` has both);
 * 0.0.0.0 means every other one too (:: those of IPv6 as well), each by itself, so that loopback stays without TLS on the
 * same port.
 */
export function listenAddresses(listen: string, own: readonly OwnAddress[]): readonly ListenAddress[] {
  const local = [LOOPBACK, ...own.filter(({ address }) => address === LOOPBACK_6).map(({ address }) => address)];
  const loopback = isLoopback(listen) ? [listen, ...local.filter((address) => address !== listen)] : local;
  const here = loopback.map((address) => ({ address, isExposed: false }));
  if (isLoopback(listen)) return here;
  const others =
    listen === '0.0.0.0' || listen === '::'
      ? own
          .filter((one) => !one.internal && (one.family === 'IPv4' || listen === '::'))
          .map(({ address }) => address)
          .filter((address) => !address.startsWith('fe80'))
      : [listen];
  return [...here, ...[...new Set(others)].map((address) => ({ address, isExposed: true }))];
}
