import { io, type Socket } from 'socket.io-client';

/** As `GET /api/fills` and `pitwall:fill` tell it. */
export interface Fill {
  readonly fillId: string;
  readonly strategy: string;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly quantity: number;
  readonly price: number;
  readonly timestamp: string;
}

/**
 * Tells each fill once, whether it came while the client was connected or not.
 * @param hub "http://127.0.0.1:3000" @param token the owner's, or a log-in's @param since ISO time of the last fill known
 */
export function followFills(hub: string, token: string, since: string, tell: (fill: Fill) => void): Socket {
  const known = new Set<string>();
  let last = since;
  const take = (fill: Fill): void => {
    if (known.has(fill.fillId)) return;
    known.add(fill.fillId);
    if (fill.timestamp > last) last = fill.timestamp;
    tell(fill);
  };
  const socket = io(hub, { auth: { token } });
  socket.on('pitwall:fill', take);
  // Also after each reconnection: subscribe again, and when that stands, ask for what was missed.
  socket.on('connect', () => socket.emit('pitwall:subscribe'));
  socket.on('pitwall:subscribed', async () => {
    const answer = await fetch(`${hub}/api/fills?from=${encodeURIComponent(last)}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    if (!answer.ok) throw new Error(`the hub refused: ${answer.status} ${await answer.text()}`);
    for (const fill of (await answer.json()) as Fill[]) take(fill);
  });
  socket.on('connect_error', ({ message }) => console.error(`not let in: ${message}`));
  return socket;
}
