/** What an open cockpit is to the servers: sockets that stay, sockets that come and go, calls. */
import { io, type Socket } from 'socket.io-client';
import type { Pitwall } from './start-pitwall.ts';

const HUB_CALLS = ['/api/status', '/api/trades', '/api/orders', '/api/strategies', '/api/log', '/api/account'];
const SYMBOL_CALLS = ['/api/status', '/api/trades', '/api/chart'];

export interface CockpitLoad {
  /** Messages that came so far. */
  readonly received: number;
  /** One visit: a socket to each server, a look at each list, and away again. Names what went wrong. */
  visit(): Promise<readonly string[]>;
  close(): void;
}

/** One lasting socket to each server, subscribed to all that a cockpit shows. */
export function openCockpit(pitwall: Pitwall): CockpitLoad {
  const urls = Object.values(pitwall.symbols);
  let received = 0;
  const open = (url: string): Socket => {
    const socket = io(url, { transports: ['websocket'], auth: { token: pitwall.token }, forceNew: true });
    socket.onAny(() => (received += 1));
    socket.on('connect', () => {
      socket.emit('pitwall:subscribe', {});
      if (url === pitwall.hub) socket.emit('subscribe:market', { symbols: ['MNQ', 'MES', 'AAPL', 'BTCUSD'] });
    });
    return socket;
  };
  const lasting = [pitwall.hub, ...urls].map(open);
  const failures = async (): Promise<readonly string[]> => {
    const calls = [
      ...HUB_CALLS.map((path) => pitwall.hub + path),
      ...urls.flatMap((url) => SYMBOL_CALLS.map((path) => url + path)),
    ];
    const bad: string[] = [];
    for (const call of calls) {
      const answer = await fetch(call, { headers: { authorization: `Bearer ${pitwall.token}`, connection: 'close' } });
      await answer.arrayBuffer();
      if (!answer.ok) bad.push(`${call} answered ${answer.status}`);
    }
    return bad;
  };
  return {
    get received() {
      return received;
    },
    async visit() {
      const guests = [pitwall.hub, ...urls].map(open);
      try {
        const all = guests.map((guest) => new Promise<void>((resolve) => guest.once('connect', resolve)));
        const late = new Promise<string>((resolve) => setTimeout(resolve, 10_000, 'late'));
        const met = await Promise.race([Promise.all(all), late]);
        return [...(met === 'late' ? ['a socket was not connected within 10 s'] : []), ...(await failures())];
      } finally {
        for (const guest of guests) guest.close();
      }
    },
    close() {
      for (const socket of lasting) socket.close();
    },
  };
}
