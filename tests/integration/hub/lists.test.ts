import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DocumentClient } from '../../support/wire/document-client.ts';
import { type HubRig, startHub } from '../../support/wire/hub-rig.ts';
import { OWNER_TOKEN } from '../../support/wire/symbol-rig.ts';

interface Refusal {
  readonly code: string;
  readonly message: string;
}

describe('lists of names: each is judged by itself', () => {
  let rig: HubRig;
  const clients: DocumentClient[] = [];
  beforeAll(async () => {
    rig = await startHub();
  });
  afterAll(async () => {
    for (const client of clients) client.close();
    await rig.close();
  });

  it.each([
    ['subscribe:prices', (symbols: unknown) => ({ symbols }), 'prices:initial'],
    ['subscribe:market', (symbols: unknown) => ({ symbols }), 'subscription:confirmed'],
    ['subscribe:watchlist', (symbols: unknown) => symbols, 'subscription:confirmed'],
    ['unsubscribe:watchlist', (symbols: unknown) => symbols, 'unsubscription:confirmed'],
  ])("%s: what is known is confirmed, other programs' names are told with ours", async (event, payload, answer) => {
    const client = new DocumentClient(rig.url, { auth: { token: OWNER_TOKEN }, transports: ['websocket'] });
    clients.push(client);
    await client.connected();
    const foreign = ['MNQ=F', '@MNQ', 'MNQ 12-26', 'CON.F.US.MNQ.Z26', 'MNQZ26'];
    client.socket.emit(event, payload(['MNQ', ...foreign, 'MNQZ6', 'ZZ=F', 7, null, 'x'.repeat(5_000), '\u001b[2J']));
    const confirmed = await client.got<{ symbols?: string[]; prices?: { symbol: string }[] }>(answer);
    expect(confirmed.symbols ?? confirmed.prices?.map(({ symbol }) => symbol)).toEqual(['MNQ', 'MNQZ6']);
    const errors = client.all<Refusal>('error');
    expect(errors).toEqual([
      {
        code: 'unknown_name',
        message: [
          'Unknown symbols: MNQ=F (here: MNQ), @MNQ (here: MNQ), MNQ 12-26 (here: MNQZ6), CON.F.US.MNQ.Z26 (here: MNQZ6)',
          'MNQZ26 (here: MNQZ6), ZZ=F, "7", "null"',
          `"${'x'.repeat(40)}", "\\u001b[2J"`,
        ].join(', '),
      },
    ]);
  });

  it('an empty list is an answer with nothing in it, and narrows nothing', async () => {
    const client = new DocumentClient(rig.url, { auth: { token: OWNER_TOKEN }, transports: ['websocket'] });
    clients.push(client);
    await client.connected();
    client.socket.emit('subscribe', { channels: [] });
    client.socket.emit('subscribe', {});
    client.socket.emit('subscribe:prices', { symbols: [] });
    client.socket.emit('subscribe:events', { eventTypes: [] });
    expect(await client.got('prices:initial')).toEqual({ prices: [] });
    expect(await client.got('subscription:confirmed')).toEqual({ type: 'events', eventTypes: [] });
    expect(client.all('subscribed')).toEqual([{ channels: [] }, { channels: [] }]);
    await client.got('pnl_update');
    expect(client.all('error')).toEqual([]);
  });

  it('names without end are counted', async () => {
    const client = new DocumentClient(rig.url, { auth: { token: OWNER_TOKEN }, transports: ['websocket'] });
    clients.push(client);
    await client.connected();
    client.socket.emit('subscribe:prices', { symbols: Array.from({ length: 500 }, (_, n) => `unknown-symbol-${n}`) });
    const { message } = await client.got<Refusal>('error');
    expect(message).toMatch(/ and \d+ more$/);
    expect(message.length).toBeLessThan(4_100);
  });
});
