import { expect, test } from 'vitest';
import type { SourceAge } from '../../../../engine/domain/heard-sources.ts';
import type { Bar } from '../../../../engine/domain/bar.ts';
import type { Feed } from '../../../../engine/ports/feed.ts';
import type { Quote } from '../../../../engine/domain/quote.ts';
import type { TimeMs } from '../../../../engine/domain/units.ts';
import { culprits, isUnheard, sourceName } from '../../../../engine/domain/heard-sources.ts';
import { ALWAYS, CME, isOpen, type Calendar } from '../../../../engine/domain/session.ts';
import { SourceWatch } from '../../../../engine/desk/source-watch.ts';
import { ManualClock } from '../../../../engine/ports/clock.ts';
import { ReplayFeed } from '../../../../engine/venue/core/replay-feed.ts';
import { SimFeed } from '../../../../engine/venue/core/simulator/sim-feed.ts';
import { testSettings } from '../../../support/sync-market.ts';

const ROOTS = ['MNQ', 'MGC'];
const FROZEN_MS = 1_500;
/** Monday to Monday, with Thanksgiving. */
const WEEK = [Date.parse('2026-11-23T12:00:00Z'), Date.parse('2026-11-30T12:00:00Z')] as const;

/** A process that stands still now and then: its timers come late. */
class StallingClock extends ManualClock {
  stalledMs = 0;

  override monotonicMs(): number {
    return super.monotonicMs() + this.stalledMs;
  }
}

/** A desk of two contracts whose market, links and file the test has in hand. */
function rig(given: { readonly calendar?: Calendar; readonly feed?: 'sim' | 'replay'; readonly speed?: number } = {}) {
  const clock = new StallingClock();
  const quotes = new Map<string, Quote>();
  const desk = {
    endMs: 1 as TimeMs,
    speed: given.speed ?? 1,
    ledger: { fileLost: false, ended: false },
    market: { quote: (root: string) => quotes.get(root) },
    options: { calendar: given.calendar ?? ALWAYS, strategies: ROOTS.map((root) => ({ identity: { root } })) },
  };
  const links = { venue: 0 as number | undefined, MNQ: 0 as number | undefined, MGC: 0 as number | undefined };
  const told: { readonly atMs: number; readonly ages: readonly SourceAge[] }[] = [];
  const settings = testSettings({});
  const watch = new SourceWatch({
    settings: {
      ...settings,
      feed: given.feed === 'replay' ? { kind: 'replay', files: [] } : settings.feed,
      risk: { ...settings.risk, staleAfterMs: 180_000 },
    } as never,
    clock,
    venue: { silentForMs: () => links.venue },
    engines: { silences: () => (['MNQ', 'MGC'] as const).map((id) => ({ id, silentForMs: links[id] })) },
    tell: (ages) => told.push({ atMs: clock.monotonicMs(), ages }),
  });
  watch.start(desk);
  let seq = 0;
  const quote = (...roots: readonly string[]): void => {
    for (const root of roots) quotes.set(root, { root, seq: (seq += 1) } as Quote);
  };
  /** Wall time with quotes and words every 100 ms, of whom `frozen` does not name. */
  const pass = (ms: number, frozen: readonly string[] = []): void => {
    for (let passed = 0; passed < ms; passed += 100) {
      quote(...ROOTS.filter((root) => !frozen.includes(`feed ${root}`)));
      for (const name of ['venue', 'MNQ', 'MGC'] as const)
        links[name] = frozen.includes(name) ? (links[name] ?? 0) + 100 : 0;
      clock.advance(100);
    }
  };
  const standing = () => Object.fromEntries((told.at(-1)?.ages ?? []).map((age) => [sourceName(age), age.standing]));
  return { clock, desk, links, told, quotes, quote, pass, standing, watch };
}

const blamed = (told: readonly { readonly ages: readonly SourceAge[] }[]) =>
  culprits(told.at(-1)?.ages ?? []).map(sourceName);

test('everything is heard, and told twice a second', () => {
  const { pass, told, standing } = rig();
  pass(10_000);
  expect(standing()).toEqual({
    venue: 'heard',
    file: 'heard',
    'engine MNQ': 'heard',
    'engine MGC': 'heard',
    'feed MNQ': 'heard',
    'feed MGC': 'heard',
  });
  expect(told.length).toBeGreaterThanOrEqual(20);
  expect(told.length).toBeLessThanOrEqual(23);
});

test.each([
  { frozen: ['venue', 'feed MNQ', 'feed MGC'], named: ['venue'] },
  { frozen: ['MNQ', 'feed MNQ', 'feed MGC'], named: ['engine MNQ'] },
  { frozen: ['feed MGC'], named: ['feed MGC'] },
])('$named is told within 2 s of wall time, while market time stands', ({ frozen, named }) => {
  const { pass, told, clock } = rig();
  pass(3_000);
  const frozenMs = clock.monotonicMs();
  pass(FROZEN_MS, frozen);
  expect(blamed(told)).toEqual(named);
  expect((told.at(-1)?.atMs ?? 0) - frozenMs).toBeLessThan(2_000);
  pass(300);
  expect(blamed(told)).toEqual([]);
});

test('a link that is gone counts like one that is silent; a file that is lost is named', () => {
  const { pass, links, desk, told, clock } = rig();
  pass(3_000);
  desk.ledger.fileLost = true;
  pass(FROZEN_MS);
  expect(blamed(told)).toEqual(['file']);
  desk.ledger.fileLost = false;
  pass(300);
  links.MGC = undefined;
  clock.advance(FROZEN_MS);
  expect(blamed(told)).toContain('engine MGC');
});

test('the desk that stood still itself holds it against nobody', () => {
  const { pass, told, clock, links } = rig();
  pass(3_000);
  const before = told.length;
  links.venue = 7_000;
  // The timer comes 7 s late: what the others said meanwhile lies unread.
  clock.stalledMs += 7_000;
  clock.advance(100);
  pass(1_000);
  expect(told.slice(before).flatMap(({ ages }) => ages.filter(isUnheard))).toEqual([]);
});

test('a replay may be as silent as its stale limit allows at its speed', () => {
  const { pass, standing } = rig({ feed: 'replay', speed: 60 });
  pass(3_000);
  pass(2_900, ['feed MNQ']);
  expect(standing()['feed MNQ']).toBe('heard');
  pass(800, ['feed MNQ']);
  expect(standing()['feed MNQ']).toBe('silent');
});

test('nothing is due of a feed when the data have ended', () => {
  const { pass, desk, standing, told } = rig();
  pass(2_000);
  desk.ledger.ended = true;
  pass(60_000, ['feed MNQ', 'feed MGC']);
  expect(standing()['feed MNQ']).toBe('not_expected');
  expect(blamed(told)).toEqual([]);
});

interface Played {
  readonly feed: Pick<Feed, 'next'>;
  readonly fromMs: number;
  readonly toMs: number;
  readonly speed: number;
  /** A replay lets the hours in which nothing trades pass at once. */
  readonly isReplay?: boolean;
}

const isShut = (timeMs: number): boolean => ROOTS.every((root) => !isOpen(CME, root, timeMs));

/** Plays a market from one time to another; gives what was ever marked. */
function marksOf({ feed, fromMs, toMs, speed, isReplay = false }: Played): readonly string[] {
  const { clock, desk, quotes, told } = rig({ calendar: CME, speed, feed: isReplay ? 'replay' : 'sim' });
  const marks = new Set<string>();
  for (let endMs = fromMs; endMs < toMs;) {
    const cell = feed.next(endMs);
    if (cell === undefined) break;
    if (!isReplay || !isShut(endMs)) clock.advance((cell.endMs - endMs) / speed);
    endMs = cell.endMs;
    desk.endMs = endMs;
    for (const quote of cell.quotes) quotes.set(quote.root, quote);
    for (const { ages } of told.splice(0)) for (const age of ages) if (isUnheard(age)) marks.add(sourceName(age));
  }
  return [...marks];
}

test('K16: over a week with its nights, its weekend and a holiday nothing is marked', () => {
  const [fromMs, toMs] = WEEK;
  const feed = new SimFeed({ seed: 7, roots: ROOTS, calendar: CME, fineFromMs: toMs });
  expect(marksOf({ feed, fromMs, toMs, speed: 10 })).toEqual([]);
});

test('K16: nor over the same week as a recording, in which minutes without a trade are missing', () => {
  const [fromMs, toMs] = WEEK;
  const minutes = Array.from({ length: (toMs - fromMs) / 60_000 }, (_, minute) => fromMs + minute * 60_000);
  const barsOf = (root: string): Bar[] =>
    minutes
      .filter((timeMs, index) => isOpen(CME, root, timeMs) && index % 7 !== 3)
      .map((timeMs) => ({ timeMs, open: 100, high: 108, low: 96, close: 102, volume: 30 }));
  const feed = new ReplayFeed({
    bars: new Map(ROOTS.map((root) => [root, barsOf(root)])),
    calendar: CME,
    staleMs: 180_000,
  });
  expect(marksOf({ feed, fromMs, toMs, speed: 30, isReplay: true })).toEqual([]);
});

test('K16: nor around a close and an opening at speed 1', () => {
  // The daily break, 16:00 to 17:00 Chicago.
  const [fromMs, toMs] = [Date.parse('2026-11-24T21:58:00Z'), Date.parse('2026-11-24T23:02:00Z')];
  const feed = new SimFeed({ seed: 7, roots: ROOTS, calendar: CME, fineFromMs: fromMs });
  expect(marksOf({ feed, fromMs, toMs, speed: 1 })).toEqual([]);
});
