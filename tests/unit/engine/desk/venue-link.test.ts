import { describe, expect, it } from 'vitest';
import type { BrokerCommand, BrokerState } from '../../../../engine/domain/broker.ts';
import type { BrokerPort } from '../../../../engine/ports/broker.ts';
import { memoryLink } from '../../../../engine/ports/link.ts';
import { VenueLink } from '../../../../engine/desk/venue-link.ts';

const CANCEL: BrokerCommand = { kind: 'cancel', commandId: 'MNQ-C1', orderId: 'MNQ-O1', reason: 'by_stop' };

/** A broker whose answers are given by hand. */
function broker(log: string[], state: () => Promise<BrokerState>): BrokerPort {
  return {
    advance: async () => undefined,
    submit: async (commands) => void log.push(`submit ${commands.map(({ commandId }) => commandId).join()}`),
    executeNow: async () => [],
    reportsAfter: async () => [],
    steps: async () => [],
    state,
  };
}

describe('VenueLink', () => {
  it('lets a question wait for the link, asks it again when the link broke, and brings the venue up to date first', async () => {
    const log: string[] = [];
    const answer = { lastStep: 5 } as BrokerState;
    const venues: (() => Promise<BrokerState>)[] = [() => Promise.reject(new Error('link lost')), async () => answer];
    const changes: boolean[] = [];
    const link = new VenueLink({
      broker: () => broker(log, venues.shift() ?? (async () => answer)),
      unanswered: () => [CANCEL],
      onChange: (up) => changes.push(up),
    });
    const asked = link.state();
    const [first, firstPeer] = memoryLink();
    first.close();
    link.attach(first);
    await Promise.resolve();
    const [second] = memoryLink();
    link.attach(second);
    await expect(asked).resolves.toBe(answer);
    expect(log).toEqual(['submit MNQ-C1']);
    expect(changes[0]).toBe(true);
    firstPeer.close();
  });

  it("passes on the venue's own refusal while the link stands", async () => {
    const [end] = memoryLink();
    const refuse = (): Promise<BrokerState> => Promise.reject(new Error('expected step 3'));
    const link = new VenueLink({ broker: () => broker([], refuse), unanswered: () => [], onChange: () => undefined });
    link.attach(end);
    await expect(link.state()).rejects.toThrow('expected step 3');
  });
});
