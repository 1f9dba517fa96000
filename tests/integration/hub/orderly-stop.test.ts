import { afterAll, expect, it } from 'vitest';
import { DocumentClient } from '../../support/wire/document-client.ts';
import { startHub } from '../../support/wire/hub-rig.ts';
import { OWNER_TOKEN, startSymbolServer } from '../../support/wire/symbol-rig.ts';

interface Rig {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

const ends: (() => unknown)[] = [];
afterAll(async () => {
  for (const end of ends) await end();
});

it.each([
  ['the hub', (port: number): Promise<Rig> => startHub({ port })],
  ['a symbol server', (port: number): Promise<Rig> => startSymbolServer('MNQ', { deps: { port } })],
])('%s stops in order and is started again: stock clients were told, and come back by themselves', async (_, start) => {
  const first = await start(0);
  const clients = [['websocket'], ['polling', 'websocket'], ['polling']].map((transports) => {
    const options = { auth: { token: OWNER_TOKEN }, transports, reconnectionDelay: 50, reconnectionDelayMax: 100 };
    const client = new DocumentClient(first.url, options);
    ends.push(() => client.close());
    const reasons: string[] = [];
    client.socket.on('disconnect', (reason) => reasons.push(reason));
    return { client, reasons };
  });
  await Promise.all(clients.map(({ client }) => client.connected()));
  const { port } = first;
  await first.close();
  await expect.poll(() => clients.map(({ reasons }) => reasons)).toEqual(clients.map(() => ['transport close']));
  for (const { client } of clients) await client.got('server:shutdown');
  const second = await start(port);
  ends.unshift(() => second.close());
  await expect.poll(() => clients.every(({ client }) => client.socket.connected)).toBe(true);
});
