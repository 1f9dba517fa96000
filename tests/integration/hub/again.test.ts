import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JournalRow } from '../../../engine/domain/events.ts';
import { DocumentClient } from '../../support/wire/document-client.ts';
import { rowOf } from '../../support/wire/fixtures.ts';
import { type HubRig, startHub } from '../../support/wire/hub-rig.ts';
import { tradeRows } from '../../support/wire/hub-story.ts';
import { OWNER_TOKEN } from '../../support/wire/symbol-rig.ts';

/** A cockpit that comes back, and what nobody is to be called for. */
describe('told again, and not told', () => {
  let rig: HubRig;
  let file: JournalRow[] = [];
  const clients: DocumentClient[] = [];
  const connect = async (): Promise<DocumentClient> => {
    const client = new DocumentClient(rig.url, { auth: { token: OWNER_TOKEN } });
    clients.push(client);
    await client.connected();
    return client;
  };

  beforeAll(async () => {
    rig = await startHub({}, { rows: () => file });
  });
  afterAll(async () => {
    for (const client of clients) client.close();
    await rig.close();
  });

  it('a cockpit that was away gets its trades, fills and orders once, also when the file is ahead of the hub', async () => {
    const first = tradeRows(1_000);
    const second = tradeRows(1_100).map((row, n) => ({ ...row, seq: 1_000 + first.length + n }));
    rig.tell(first);
    file = [...first, ...second];
    const client = await connect();
    client.socket.emit('pitwall:subscribe', { sinceSeq: 1_003 });
    await client.got('pitwall:processes');
    rig.tell(second);
    await expect.poll(() => client.all('pitwall:trade').length).toBe(2);
    const fills = client.all<{ fillId: string }>('pitwall:fill').map(({ fillId }) => fillId);
    expect(fills).toEqual(['F1000-1', 'F1000-2', 'F1000-3', 'F1100-1', 'F1100-2', 'F1100-3']);
    // Orders that closed while it was away are told as they stand: none is shown as working for ever.
    const orders = client.all<{ orderId: string; status: string }>('pitwall:order').slice(0, 2);
    expect(orders.map(({ orderId, status }) => [orderId, status])).toEqual([
      ['MNQ-O1', 'filled'],
      ['MNQ-O2', 'filled'],
    ]);
  });

  it('a signal of a stopped strategy is no failure: in the life of orders, and nowhere else', async () => {
    const client = await connect();
    for (const event of ['subscribe:trades', 'subscribe:orders', 'subscribe:notifications', 'pitwall:subscribe'])
      client.socket.emit(event);
    await client.got('pitwall:processes');
    const denied = tradeRows(2_000).at(-1)?.event;
    if (denied?.type !== 'OrderDenied') throw new Error('the story ends with a denied order');
    rig.tell([
      rowOf(2_001, { ...denied, reason: 'not_running', detail: 'state is EXITS_ONLY' }),
      rowOf(2_002, { ...denied, reason: 'account_cap' }),
    ]);
    await client.got('trade:failed');
    expect(client.all('order:notification')).toHaveLength(2);
    for (const event of ['trade:failed', 'notification', 'pitwall:order'])
      expect([event, client.all(event).length]).toEqual([event, 1]);
  });
});
