import { describe, expect, test } from 'vitest';
import { MemoryBroker } from '../../../../../engine/adapters/broker/memory-broker.ts';
import { VenueClient, VenueLinkLost, VenueRefused } from '../../../../../engine/adapters/broker/venue-client.ts';
import type { BrokerPort } from '../../../../../engine/ports/broker.ts';
import type { MarketPort } from '../../../../../engine/ports/market.ts';
import { memoryLink } from '../../../../../engine/ports/link.ts';
import { silentLogger } from '../../../../../engine/ports/logger.ts';
import { VenueService } from '../../../../../engine/venue/venue-service.ts';
import type { DeskToVenue, VenueReply, VenueToDesk } from '../../../../../engine/wire/link/messages.ts';
import { ScriptFeed } from '../../../../support/venue/script-feed.ts';
import { bracket, every250, exit, place, short, venueOver } from '../../../../support/venue/venue-bench.ts';

const feed = new ScriptFeed(every250(Array.from({ length: 6 }, () => ({ bidTicks: 1000 }))));

function linked(): { client: VenueClient; end: () => void; requests: DeskToVenue[] } {
  const [desk, venue] = memoryLink<DeskToVenue, VenueToDesk>();
  const service = new VenueService(() => venueOver(feed), silentLogger);
  const requests: DeskToVenue[] = [];
  venue.onMessage((message) => {
    requests.push(message);
    if ('id' in message) venue.send(service.answer(message));
  });
  return { client: new VenueClient(desk), end: () => venue.close(), requests };
}

/** What both ports do, straight over a venue or through a link. */
function brokerContract(make: () => MarketPort & BrokerPort): void {
  test('steps, orders, acts, reports and state', async () => {
    const broker = make();
    expect((await broker.advance(1))?.quotes).toHaveLength(1);
    await broker.submit([place({ orderId: 'E', bracket: bracket(1, 10, [[20, 1]]) })]);
    const second = await broker.advance(2);
    expect(second?.entries).toHaveLength(6);
    expect(await broker.advance(2)).toEqual(second);
    const cancels = ['S', 'T1'].map(
      (orderId) => ({ kind: 'cancel', commandId: `c${orderId}`, epoch: 1, orderId, reason: 'by_flatten' }) as const,
    );
    expect((await broker.executeNow([...cancels, exit('X', 1)])).map(short)).toEqual([
      'T+550 S! canceled by_flatten',
      'T+550 T1! canceled by_flatten',
      'T+550 X! accepted working',
      'T+550 X! filled 1@999 leaves 0',
    ]);
    expect((await broker.entriesAfter(6)).map((entry) => entry.reportSeq)).toEqual([7, 8, 9, 10]);
    for (let n = 3; n <= 6; n += 1) await broker.advance(n);
    expect(await broker.advance(7)).toBeUndefined();
    expect((await broker.steps(1, 6))?.map((step) => step.n)).toEqual([1, 2, 3, 4, 5, 6]);
    expect((await broker.steps(2, 2))?.[0]).toEqual(second);
    expect(await broker.steps(3, 2)).toEqual([]);
    expect(await broker.state()).toMatchObject({ lastReportSeq: 10, positions: [], openOrders: [] });
    expect(await broker.standing()).toMatchObject({ lastStep: 6, nextEndMs: undefined });
  });

  test('calls need not wait for each other', async () => {
    const broker = make();
    const answers = await Promise.all([broker.advance(1), broker.advance(2), broker.standing(), broker.advance(3)]);
    expect(answers).toMatchObject([{ n: 1 }, { n: 2 }, { lastStep: 2 }, { n: 3 }]);
  });

  test('what the venue cannot do rejects, and it goes on', async () => {
    const broker = make();
    await broker.advance(1);
    await expect(broker.advance(5)).rejects.toThrow('expected step 2');
    await expect(broker.steps(1, 9)).rejects.toThrow('within 1..1');
    expect((await broker.advance(2))?.n).toBe(2);
  });
}

describe('in memory', () => {
  brokerContract(() => new MemoryBroker(venueOver(feed)));
});

describe('over a link', () => {
  brokerContract(() => linked().client);

  test('a lost link rejects what is unanswered, and all that comes after', async () => {
    const { client, end } = linked();
    await client.advance(1);
    end();
    const asked = client.advance(2);
    await expect(asked).rejects.toThrow(VenueLinkLost);
    await expect(client.state()).rejects.toThrow(VenueLinkLost);
  });

  test('a refusal is another error than a lost link', async () => {
    await expect(linked().client.advance(9)).rejects.toThrow(VenueRefused);
  });

  test('an answer finds its question by id: one that takes long holds up no other', async () => {
    const [desk, venue] = memoryLink<DeskToVenue, VenueToDesk>();
    const asked: number[] = [];
    venue.onMessage((message) => {
      if ('id' in message) asked.push(message.id);
    });
    const client = new VenueClient(desk);
    const step = client.advance(1);
    const closed = client.executeNow([exit('X', 1)]);
    await expect.poll(() => asked.length).toBe(2);
    const [first = 0, second = 0] = asked;
    venue.send({ t: 'reply', id: second, value: ['closed'] });
    expect(await closed).toEqual(['closed']);
    venue.send({ t: 'reply', id: 99, value: 'to nothing that was asked' });
    venue.send({ t: 'reply', id: first, value: { n: 1 } });
    expect(await step).toEqual({ n: 1 });
  });

  test('many steps are asked for in parts', async () => {
    const [desk, venue] = memoryLink<DeskToVenue, VenueToDesk>();
    const asked: unknown[] = [];
    venue.onMessage((message) => {
      if (!('id' in message) || message.t !== 'steps') return;
      asked.push([message.from, message.to]);
      const reply: VenueReply = { t: 'reply', id: message.id, value: [{ n: message.from }, { n: message.to }] };
      venue.send(reply);
    });
    const steps = await new VenueClient(desk).steps(10, 1_200);
    expect(asked).toEqual([
      [10, 509],
      [510, 1_009],
      [1_010, 1_200],
    ]);
    expect(steps?.map((step) => step.n)).toEqual([10, 509, 510, 1_009, 1_010, 1_200]);
  });

  test('the word to end goes over the link', async () => {
    const { client, requests } = linked();
    client.end('over');
    await client.state();
    expect(requests[0]).toEqual({ t: 'end', reason: 'over' });
  });
});
