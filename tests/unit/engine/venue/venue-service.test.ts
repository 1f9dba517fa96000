import { expect, test } from 'vitest';
import type { Logger } from '../../../../engine/ports/logger.ts';
import { MemoryVenueStore } from '../../../../engine/ports/venue-store.ts';
import { VenueService } from '../../../../engine/venue/venue-service.ts';
import { ScriptFeed } from '../../../support/venue/script-feed.ts';
import { every250, place, venueOver } from '../../../support/venue/venue-bench.ts';

const feed = new ScriptFeed(every250([{ bidTicks: 1000 }, { bidTicks: 1000 }, { bidTicks: 1000 }]));

test('when the file cannot be written, it says so, and does it when asked again later', () => {
  let full = false;
  class Store extends MemoryVenueStore {
    override commit(commit: Parameters<MemoryVenueStore['commit']>[0]): void {
      if (full) throw new Error('database or disk is full');
      super.commit(commit);
    }
  }
  const store = new Store();
  const errors: string[] = [];
  const logger: Logger = { debug() {}, info() {}, warn() {}, error: (message) => errors.push(message) };
  const service = new VenueService(() => venueOver(feed, { store }), logger);
  expect(service.answer({ id: 1, t: 'advance', n: 1 })).toMatchObject({ t: 'reply', id: 1, value: { n: 1 } });
  full = true;
  const submit = { id: 2, t: 'submit', commands: [place({ orderId: 'E' })] } as const;
  expect(service.answer(submit)).toEqual({ t: 'error', id: 2, message: 'database or disk is full' });
  expect(service.answer({ id: 3, t: 'standing' })).toMatchObject({
    t: 'reply',
    value: { lastStep: 1 },
  });
  full = false;
  expect(service.answer({ ...submit, id: 4 })).toEqual({ t: 'reply', id: 4, value: null });
  expect(service.answer({ id: 5, t: 'advance', n: 2 })).toMatchObject({
    value: { entries: [{ kind: 'accepted' }, { kind: 'filled' }] },
  });
  expect(service.answer({ id: 6, t: 'advance', n: 3 })).toMatchObject({ t: 'reply' });
  expect(service.answer({ id: 7, t: 'advance', n: 4 })).toEqual({ t: 'reply', id: 7, value: null });
  expect(errors).toEqual(['request submit failed']);
  expect(service.lastStep).toBe(3);
});
