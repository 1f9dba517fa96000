import { isLoopback } from '../../engine/wire/index.ts';
import type { SymbolServer } from '../state/cockpit.ts';

export interface SymbolPlace {
  /** For HTTP. */
  readonly base: string;
  /** For the socket: an origin, or the hub's origin with the relay's namespace. */
  readonly socket: string;
  /** The hub's relay: its socket shares the hub's connection, for users have few. */
  readonly isRelay: boolean;
}

/**
 * Where a symbol's server is for this page: its own port when the page itself was opened on loopback, else the hub's
 * relay. The port is reached under the page's own host name, so that origins agree.
 */
export function placeOf(
  symbol: Pick<SymbolServer, 'id' | 'url'>,
  page: { hostname: string; origin: string },
): SymbolPlace | undefined {
  const relay = `${page.origin}/symbols/${encodeURIComponent(symbol.id)}`;
  if (!isLoopback(page.hostname)) return { base: relay, socket: relay, isRelay: true };
  if (symbol.url === null) return undefined;
  const own = new URL(symbol.url);
  if (isLoopback(own.hostname)) own.hostname = page.hostname;
  return { base: own.origin, socket: own.origin, isRelay: false };
}
