import { describe, expect, it } from 'vitest';
import type { CockpitAccount, SourceMessage } from '../../../../engine/wire/index.ts';
import { EMPTY_COCKPIT, type CockpitState } from '../../../../renderer/state/cockpit.ts';
import type { Message } from '../../../../renderer/state/message.ts';
import { reduce } from '../../../../renderer/state/reduce.ts';
import { silenceWords } from '../../../../renderer/state/silence-words.ts';
import {
  isAccountOld,
  isNeededNow,
  isPriceOld,
  oldestPrice,
  silentFor,
  silentSources,
} from '../../../../renderer/state/old-figures.ts';
import { HUB } from '../../../../renderer/state/sources.ts';

const at = (state: CockpitState, nowMs: number, ...messages: Message[]): CockpitState =>
  messages.reduce((before, message) => reduce(before, { ...message, wallMs: 1_000 + nowMs, nowMs }), state);

const source = (kind: SourceMessage['kind'], name: string, change: Partial<SourceMessage> = {}): SourceMessage => ({
  kind,
  name,
  figures: '',
  ageS: 0.2,
  budgetS: 1,
  standing: 'heard',
  because: null,
  ...change,
});
const silent = { ageS: 1.6, standing: 'silent' } as const;
const told = (...changed: readonly SourceMessage[]): Message => ({
  type: 'sources',
  carrier: HUB,
  sources: [
    source('desk', 'desk'),
    source('venue', 'venue'),
    source('file', 'journal'),
    source('engine', 'MNQ'),
    source('feed', 'MNQ'),
    source('feed', 'MGC', { ageS: 0.4 }),
  ].map((each) => changed.find(({ kind, name }) => kind === each.kind && name === each.name) ?? each),
});

const account = (held: readonly string[]) =>
  ({
    asOf: { source: 'desk', time: '2026-11-20T19:22:50.000Z', step: 1, seq: 7 },
    stale: false,
    speed: 1,
    ended: false,
    books: ['MNQ', 'MGC'].map((root) => ({
      id: root,
      root,
      feedStale: false,
      positions: held.includes(root) ? [{ root }] : [],
    })),
  }) as unknown as CockpitAccount;

const open = at(
  EMPTY_COCKPIT,
  0,
  { type: 'hub-link', phase: 'up', reason: '' },
  { type: 'account', account: account(['MNQ']) },
  told(),
);
const named = (state: CockpitState) => silentSources(state).map(({ kind, name }) => `${kind} ${name}`);
const old = (state: CockpitState) => [isPriceOld(state, 'MNQ'), isPriceOld(state, 'MGC'), isAccountOld(state)];

describe('what is told', () => {
  it('nothing is old while everything is heard; the oldest feed is shown', () => {
    expect([named(open), old(open)]).toEqual([[], [false, false, false]]);
    expect(oldestPrice(open)).toEqual({ root: 'MGC', ageMs: 400, isOld: false });
  });

  it('a silent venue makes every price and the account old, and alone is named', () => {
    const state = at(
      open,
      100,
      told(source('venue', 'venue', silent), source('feed', 'MNQ', { ...silent, because: 'venue' })),
    );
    expect([named(state), old(state)]).toEqual([['venue venue'], [true, true, true]]);
    expect([isNeededNow(state), silentFor(state, 'MNQ', 'MNQ')]).toEqual([true, 'venue']);
  });

  it('a silent feed makes its own price old, and the account only while it is held', () => {
    const mgc = at(open, 100, told(source('feed', 'MGC', silent)));
    expect([named(mgc), old(mgc), isNeededNow(mgc)]).toEqual([['feed MGC'], [false, true, false], false]);
    const mnq = at(open, 100, told(source('feed', 'MNQ', silent)));
    expect(old(mnq)).toEqual([true, false, true]);
    expect([silentFor(mnq, 'MNQ', 'MNQ'), silentFor(mnq, 'MGC', 'MGC')]).toEqual(['feed MNQ', undefined]);
  });

  it('what the desk calls stale in market time is old, with that age where it is more', () => {
    const { books, ...rest } = account(['MNQ']);
    const stale = {
      ...rest,
      books: books.map((book) => ({ ...book, feedStale: book.root === 'MNQ' })),
      quotes: [{ root: 'MNQ', timestamp: '2026-11-20T19:22:36.000Z' }],
    } as unknown as CockpitAccount;
    const state = at(open, 100, { type: 'account', account: stale });
    expect(oldestPrice(state)).toEqual({ root: 'MNQ', ageMs: 14_000, isOld: true });
    expect([named(state), old(state)]).toEqual([[], [true, false, true]]);
  });

  it('late is old, and names nobody yet', () => {
    const state = at(open, 100, told(source('venue', 'venue', { ageS: 1.2, standing: 'late' })));
    expect([named(state), old(state)]).toEqual([[], [true, true, true]]);
  });

  it('of a closed market nothing is due', () => {
    const closed = { ageS: 0, budgetS: null, standing: 'not_expected' } as const;
    const state = at(open, 100, told(source('feed', 'MNQ', closed), source('feed', 'MGC', closed)));
    expect([oldestPrice(state), old(state)]).toEqual([undefined, [false, false, false]]);
  });
});

describe('what the page counts itself', () => {
  const passed = (ms: number): CockpitState => at(open, ms, { type: 'time-passed' });

  it('a hub that says nothing over a link that stands is late, then silent, and blamed for all', () => {
    expect(old(passed(900))).toEqual([false, false, false]);
    expect([named(passed(1_100)), old(passed(1_100))]).toEqual([[], [true, true, true]]);
    const state = passed(1_600);
    expect([named(state), isNeededNow(state), silentFor(state, 'MNQ', 'MNQ')]).toEqual([['hub hub'], true, 'hub']);
    expect(state.sources.ages.slice(1).map(({ because }) => because)).toEqual([
      'hub',
      'hub',
      'hub',
      'hub',
      'hub',
      'hub',
    ]);
  });

  it('any word of it ends that', () => {
    const back = at(passed(5_000), 5_010, told());
    expect([named(back), old(back)]).toEqual([[], [false, false, false]]);
  });

  it('a new link has its time to speak', () => {
    const lost = at(passed(5_000), 5_000, { type: 'hub-link', phase: 'down', reason: 'gone' });
    const again = at(lost, 9_000, { type: 'hub-link', phase: 'up', reason: '' }, { type: 'time-passed' });
    expect(named(again)).toEqual([]);
  });

  it('draws nothing anew while nothing changes, and once a second while it counts', () => {
    const early = passed(300);
    expect(at(early, 400, { type: 'time-passed' })).toBe(early);
    const blind = passed(2_100);
    expect(at(blind, 2_900, { type: 'time-passed' })).toBe(blind);
    expect(at(blind, 3_100, { type: 'time-passed' })).not.toBe(blind);
  });

  it('before the hub has said anything nothing is known, and nothing is claimed', () => {
    expect(named(at(EMPTY_COCKPIT, 60_000, { type: 'time-passed' }))).toEqual([]);
  });
});

describe('the words', () => {
  const words = (...ages: readonly SourceMessage[]) => silenceWords(silentSources(at(open, 100, told(...ages)))).title;

  it('name who has been silent', () => {
    expect(words(source('venue', 'venue', silent))).toBe('The venue has been silent for');
    expect(words(source('feed', 'MNQ', silent))).toBe('The feed of MNQ has been silent for');
    expect(words(source('feed', 'MNQ', silent), source('feed', 'MGC', silent))).toBe(
      'The feeds of MNQ, MGC have been silent for',
    );
    expect(words(source('file', 'journal', silent), source('engine', 'MNQ', silent))).toBe(
      'The journal and the engine have been silent for',
    );
  });
});

it('ages go on counting while the page is offline, and begin anew when it is back', () => {
  const lost: Message = { type: 'hub-link', phase: 'down', reason: 'transport close' };
  const passes: Message = { type: 'time-passed' };
  const online = at(EMPTY_COCKPIT, 0, told());
  const offline = at(online, 400, lost);
  const agesOf = (state: CockpitState) =>
    Object.fromEntries(state.sources.ages.map(({ kind, name, ageMs }) => [`${kind} ${name}`, ageMs]));
  const later = at(offline, 5_000, passes);
  expect(agesOf(later)).toMatchObject({ 'hub hub': 5_000, 'venue venue': 5_200, 'feed MGC': 5_400 });
  expect(silentSources(later).map(({ kind }) => kind)).toEqual(['hub']);
  expect(agesOf(at(later, 65_000, passes))).toMatchObject({ 'hub hub': 65_000, 'venue venue': 65_200 });
  const back = at(later, 70_000, { type: 'hub-link', phase: 'up', reason: '' }, told());
  expect(agesOf(back)).toMatchObject({ 'hub hub': 0, 'venue venue': 200, 'feed MGC': 400 });
  expect(silentSources(back)).toEqual([]);
});
