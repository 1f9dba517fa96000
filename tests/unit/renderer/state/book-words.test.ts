import { expect, it } from 'vitest';
import type { CockpitBook } from '../../../../engine/wire/index.ts';
import { tileNote } from '../../../../renderer/state/book-words.ts';

const scale = { tickSize: 0.25, tickValue: 0.5 };
const unknown = { tickSize: undefined, tickValue: undefined };
const calm = {
  state: 'RUN',
  stateReason: 'by_person',
  stateUntil: null,
  engine: 'up',
  feedStale: false,
  flattening: false,
  positions: [],
  blocks: [],
} as unknown as CockpitBook;
const note = (change: object, setup: 'long' | 'short' | null = null, quoteAge?: number, silent?: string) =>
  tileNote({ ...calm, ...change }, setup, scale, 'chicago', { quoteAge, silent });

it('says the most pressing thing, amber where a person should know', () => {
  const held = { averagePrice: 100, side: 'long', quantity: 1, stop: { price: 97.5 } };
  expect([
    note({ engine: 'restarting', feedStale: true }),
    note({ feedStale: true }, null, 42_000, 'venue'),
    note({ feedStale: true }, null, 42_000),
    note({ state: 'HALTED', stateReason: 'daily_loss', stateUntil: '2026-11-20T23:00:00.000Z' }),
    note({ positions: [held] }),
    tileNote({ ...calm, positions: [held] } as unknown as CockpitBook, null, unknown, 'chicago', {
      quoteAge: undefined,
      silent: undefined,
    }),
    note({ positions: [{ ...held, stop: null }] }),
    note({ state: 'EXITS_ONLY', stateReason: 'by_person' }),
    note({ blocks: [{}] }, 'short'),
    note({ state: 'EXITS_ONLY', stateReason: 'by_person', blocks: [{}] }),
    note({}, 'short'),
    note({}),
  ]).toEqual([
    { text: 'engine restarting', isAmber: true },
    { text: 'venue silent', isAmber: true },
    { text: 'feed stale 42 s', isAmber: true },
    { text: 'daily loss limit until 17:00', isAmber: true },
    { text: 'stop \u2212$5.00', isAmber: false },
    { text: 'stop \u2013', isAmber: false },
    { text: 'no stop', isAmber: true },
    { text: 'by you', isAmber: false },
    { text: 'entries wait', isAmber: true },
    { text: 'by you', isAmber: false },
    { text: 'setup short', isAmber: false },
    { text: '', isAmber: false },
  ]);
});
