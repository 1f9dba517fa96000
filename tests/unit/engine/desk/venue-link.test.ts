import { describe, expect, it } from 'vitest';
import type { BrokerCommand, BrokerState } from '../../../../engine/domain/broker.ts';
import { memoryLink } from '../../../../engine/ports/link.ts';
import { VenueLink, type LinkedVenue } from '../../../../engine/desk/venue-link.ts';

const CANCEL: BrokerCommand = { kind: 'cancel', commandId: 'MNQ-C1', epoch: 1, orderId: 'MNQ-O1', reason: 'by_stop' };
const STATE: BrokerState = {
  lastReportSeq: 5,
  cashCents: 0,
  realizedCents: 0,
  feesCents: 0,
  positions: [],
  openOrders: [],
};

/** A venue whose answers are given by hand. */
function venue(log: string[], state: () => Promise<BrokerState>): LinkedVenue {
  return {
    advance: async () => undefined,
    submit: async (commands) => void log.push(`submit ${commands.map(({ commandId }) => commandId).join()}`),
    executeNow: async () => [],
    entriesAfter: async () => [],
    steps: async () => [],
    bars: async () => ({ bars: [] }),
    state,
    standing: () => Promise.reject(new Error('not asked for')),
  };
}

describe('VenueLink', () => {
  it('lets a question wait for the link, asks it again when the link broke, and brings the venue up to date first', async () => {
    const log: string[] = [];
    const venues: (() => Promise<BrokerState>)[] = [() => Promise.reject(new Error('link lost')), async () => STATE];
    const changes: boolean[] = [];
    const link = new VenueLink({
      venue: () => venue(log, venues.shift() ?? (async () => STATE)),
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
    await expect(asked).resolves.toBe(STATE);
    expect(log).toEqual(['submit MNQ-C1']);
    expect(changes[0]).toBe(true);
    firstPeer.close();
  });

  it("passes on the venue's own refusal while the link stands", async () => {
    const [end] = memoryLink();
    const refuse = (): Promise<BrokerState> => Promise.reject(new Error('expected step 3'));
    const link = new VenueLink({ venue: () => venue([], refuse), unanswered: () => [], onChange: () => undefined });
    link.attach(end);
    await expect(link.state()).rejects.toThrow('expected step 3');
  });
});
