import { describe, expect, test } from 'vitest';
import { parseKillPoint, storeWithKillPoint } from '../../../../../engine/adapters/venue-file/kill-points.ts';
import { MemoryVenueStore } from '../../../../../engine/ports/venue-store.ts';
import { ScriptFeed } from '../../../../support/venue/script-feed.ts';
import { every250, place, venueOver } from '../../../../support/venue/venue-bench.ts';

test('a point is read, another process is none of ours, a misspelt one is refused', () => {
  expect(parseKillPoint(undefined)).toBeUndefined();
  expect(parseKillPoint('desk:after-commit:3:/tmp/m')).toBeUndefined();
  expect(parseKillPoint('venue:after-commit:123')).toEqual({ when: 'after-commit', at: 123 });
  expect(parseKillPoint('venue:before-commands:2:/tmp/m')).toEqual({
    when: 'before-commands',
    at: 2,
    marker: '/tmp/m',
  });
  expect(() => parseKillPoint('venue:sometime:1')).toThrow('expected venue:');
  expect(() => parseKillPoint('venue:after-commit:x')).toThrow('expected venue:');
});

describe('kills', () => {
  test.each([
    ['before-commit', 2, 1, false],
    ['after-commit', 2, 2, false],
    ['before-commands', 1, 1, false],
    ['after-commands', 1, 1, true],
  ] as const)('%s %d: the store holds step %d, the order: %s', (when, at, step, hasOrder) => {
    const kept = new MemoryVenueStore();
    const store = storeWithKillPoint(kept, { when, at }, () => {
      throw new Error('killed');
    });
    const venue = venueOver(new ScriptFeed(every250([{ bidTicks: 1 }, { bidTicks: 1 }, { bidTicks: 1 }])), { store });
    const play = () => {
      venue.advance(1);
      if (when.endsWith('commands')) venue.submit([place({ orderId: 'E' })]);
      venue.advance(2);
      venue.advance(3);
    };
    expect(play).toThrow('killed');
    expect(kept.load()?.step).toBe(step);
    expect(kept.hasOrder('E')).toBe(hasOrder);
  });
});
