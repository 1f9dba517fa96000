import { describe, expect, it } from 'vitest';
import {
  BUDGET_MS,
  culprits,
  look,
  LOOK_MS,
  NO_LOOK,
  seenThrough,
  sourceName,
  standingOf,
  type Look,
  type SourceReading,
} from '../../../../engine/domain/heard-sources.ts';

const venue = (heardMs: number | undefined, budgetMs: number | null = BUDGET_MS): SourceReading => ({
  kind: 'venue',
  name: 'venue',
  heardMs,
  budgetMs,
});
const feed = (heardMs: number, budgetMs: number | null = BUDGET_MS): SourceReading => ({
  kind: 'feed',
  name: 'MNQ',
  heardMs,
  budgetMs,
});

/** Looks on time from one time to another; `read` gives what is known then. */
function watch(before: Look, fromMs: number, toMs: number, read: (nowMs: number) => readonly SourceReading[]): Look {
  let looked = before;
  for (let now = fromMs; now <= toMs; now += LOOK_MS) looked = look(looked, now, read(now));
  return looked;
}

const standings = ({ ages }: Look) => ages.map((age) => `${sourceName(age)} ${age.standing}`);

describe('how long a source was not heard', () => {
  it('heard, late and silent by its budget; nothing where nothing is due', () => {
    expect([0, 1_000, 1_001, 1_250, 1_251].map((age) => standingOf(age, BUDGET_MS))).toEqual([
      'heard',
      'heard',
      'late',
      'late',
      'silent',
    ]);
    expect(standingOf(1e9, null)).toBe('not_expected');
  });

  it('counts in wall time, whatever market time does, and is silent within 1.4 s', () => {
    const heard = watch(NO_LOOK, 0, 5_000, (now) => [venue(now)]);
    expect(standings(heard)).toEqual(['venue heard']);
    expect(standings(watch(heard, 5_100, 6_400, () => [venue(5_000)]))).toEqual(['venue silent']);
    expect(standings(watch(heard, 5_100, 6_200, () => [venue(5_000)]))).toEqual(['venue late']);
  });

  it('goes on counting for a source without any link', () => {
    const heard = watch(NO_LOOK, 0, 1_000, (now) => [venue(now)]);
    const lost = watch(heard, 1_100, 3_000, () => [venue(undefined)]);
    expect(lost.ages[0]).toMatchObject({ ageMs: 2_000, standing: 'silent' });
  });

  it('a look that comes late does not judge the time in which it stood still', () => {
    const heard = watch(NO_LOOK, 0, 1_000, (now) => [venue(now)]);
    const late = look(heard, 9_000, [venue(1_000)]);
    expect(late.ages[0]).toMatchObject({ ageMs: 200, standing: 'heard' });
    // What lay unread is read by the next look.
    expect(standings(look(late, 9_100, [venue(9_050)]))).toEqual(['venue heard']);
    expect(look(late, 9_100, [venue(1_000)]).ages[0]).toMatchObject({ ageMs: 300 });
  });

  it('an observer that is held up all the time still names what is silent', () => {
    let looked = watch(NO_LOOK, 0, 1_000, (now) => [venue(now)]);
    for (let now = 1_300; now <= 3_400; now += 300) looked = look(looked, now, [venue(1_000)]);
    expect(looked.ages[0]?.standing).not.toBe('heard');
  });

  it('an age begins when something is due, not before', () => {
    const closed = watch(NO_LOOK, 0, 60_000, () => [feed(0, null)]);
    expect(standings(closed)).toEqual(['feed MNQ not_expected']);
    const opened = look(closed, 60_100, [feed(0)]);
    expect(opened.ages[0]).toMatchObject({ ageMs: 100, standing: 'heard' });
    expect(standings(watch(opened, 60_200, 61_700, () => [feed(0)]))).toEqual(['feed MNQ silent']);
  });
});

describe('where the fault lies', () => {
  it('a feed that cannot be heard because its venue is silent is no fault of the feed', () => {
    const heard = watch(NO_LOOK, 0, 1_000, (now) => [venue(now), feed(now)]);
    const blind = watch(heard, 1_100, 3_000, () => [venue(1_000), feed(800)]);
    expect(blind.ages.map(({ because }) => because)).toEqual([null, 'venue']);
    expect(culprits(blind.ages).map(sourceName)).toEqual(['venue']);
  });

  it('a feed that is silent alone is the fault', () => {
    const heard = watch(NO_LOOK, 0, 1_000, (now) => [venue(now), feed(now)]);
    expect(culprits(watch(heard, 1_100, 3_000, (now) => [venue(now), feed(1_000)]).ages).map(sourceName)).toEqual([
      'feed MNQ',
    ]);
  });

  it('an engine that holds up the market is named, not the feeds', () => {
    const engine = (heardMs: number): SourceReading => ({ kind: 'engine', name: 'MNQ', heardMs, budgetMs: BUDGET_MS });
    const heard = watch(NO_LOOK, 0, 1_000, (now) => [venue(now), engine(now), feed(now)]);
    const held = watch(heard, 1_100, 3_000, (now) => [venue(now), engine(900), feed(1_000)]);
    expect(culprits(held.ages).map(sourceName)).toEqual(['engine MNQ']);
  });
});

describe('through another', () => {
  const told = watch(NO_LOOK, 0, 1_000, (now) => [venue(now - 400), feed(now - 200)]).ages;
  const desk = (ageMs: number) =>
    ({
      kind: 'desk',
      name: 'desk',
      ageMs,
      budgetMs: BUDGET_MS,
      standing: standingOf(ageMs, BUDGET_MS),
      because: null,
    }) as const;

  it('as it was told while who tells it is heard: a change is told at once', () => {
    expect(seenThrough(desk(800), told).map(({ standing }) => standing)).toEqual(['heard', 'heard', 'heard']);
  });

  it('no younger than the last word of who tells it; the fault lies there', () => {
    const seen = seenThrough(desk(1_600), told);
    expect(seen.map(({ standing, because }) => [standing, because])).toEqual([
      ['silent', null],
      ['silent', 'desk'],
      ['silent', 'desk'],
    ]);
    expect(culprits(seen).map(sourceName)).toEqual(['desk']);
  });

  it('blames anew: what the desk held against the venue is held against the hub', () => {
    const blind = watch(
      watch(NO_LOOK, 0, 1_000, (now) => [venue(now), feed(now)]),
      1_100,
      3_000,
      () => [venue(1_000), feed(1_000)],
    ).ages;
    const hub = { ...desk(2_000), kind: 'hub', name: 'hub' } as const;
    expect(seenThrough(hub, blind).map(({ because }) => because)).toEqual([null, 'hub', 'hub']);
  });
});
