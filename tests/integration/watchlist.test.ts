/** Watchlists' quotes all the way: simulator, venue, desk, hub, client; also after the venue was killed. */
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPitwall, type Pitwall } from '../support/start-pitwall.ts';

interface Quote {
  readonly symbol: string;
  readonly price: number;
  readonly timestamp: string;
  readonly simulated?: true;
}

let pitwall: Pitwall;
let socket: Socket;
const quotes: Quote[] = [];
beforeAll(async () => {
  pitwall = await startPitwall({ flags: ['--strategies', 'MNQ', '--speed', '60'] });
  socket = io(pitwall.hub, { transports: ['websocket'], auth: { token: pitwall.token } });
  socket.on('quote:update', (quote: Quote) => quotes.push(quote));
  await new Promise<void>((resolve) => socket.once('connect', resolve));
});
afterAll(async () => {
  socket.close();
  await pitwall.stop();
});

async function until(done: () => boolean, limitMs = 200_000): Promise<void> {
  const end = performance.now() + limitMs;
  while (!done()) {
    if (performance.now() > end) throw new Error(`not in time; quotes: ${JSON.stringify(quotes.slice(-5))}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const prices = (symbol: string): number =>
  new Set(quotes.filter((quote) => quote.symbol === symbol).map(({ price }) => price)).size;

test('what no strategy trades moves with the market time, and is marked', async () => {
  socket.emit('subscribe:watchlist', ['AAPL', 'BTCUSD', 'MCL', 'MNQ']);
  await until(() => prices('AAPL') > 2 && prices('BTCUSD') > 2 && prices('MCL') > 2 && prices('MNQ') > 2);
  // In SIM the traded contract's quotes are made as well, and say so.
  for (const { symbol, simulated } of quotes) expect([symbol, simulated]).toEqual([symbol, true]);
});

test('and goes on when the venue was killed', async () => {
  const pid = pitwall.kill('venue');
  await pitwall.replaced('venue', pid);
  quotes.length = 0;
  await until(() => prices('AAPL') > 2);
  const errors = pitwall
    .stderr()
    .split('\n')
    .filter((line) => line.includes('"level":50') && !line.includes('venue'));
  expect(errors).toEqual([]);
});
