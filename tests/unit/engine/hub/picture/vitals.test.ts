import { describe, expect, it } from 'vitest';
import { CME } from '../../../../../engine/domain/session.ts';
import { BUDGET_MS, type SourceAge, type SourceKind, standingOf } from '../../../../../engine/domain/heard-sources.ts';
import { HubPicture } from '../../../../../engine/hub/picture/hub-picture.ts';
import { MarketMemory } from '../../../../../engine/hub/picture/market-memory.ts';
import { Vitals } from '../../../../../engine/hub/picture/vitals.ts';
import { STRATEGIES } from '../../../../../engine/domain/book.ts';
import { ManualClock } from '../../../../../engine/ports/clock.ts';
import { accountOf, quoteOf, T0 } from '../../../../support/wire/fixtures.ts';
import { fakeHistory } from '../../../../support/wire/hub-rig.ts';

const told = (kind: SourceKind, name: string, ageMs: number, budgetMs: number | null = BUDGET_MS): SourceAge => ({
  kind,
  name,
  ageMs,
  budgetMs,
  standing: standingOf(ageMs, budgetMs),
  because: null,
});

const TOLD = [
  told('venue', 'venue', 100),
  told('file', 'journal', 0),
  told('engine', 'MNQ', 300),
  told('feed', 'MNQ', 200),
];

/** A hub at a market time, whose file was written then; the desk has just told its sources. */
function made(timeMs: number, fileMs: number, sources: readonly SourceAge[] = TOLD) {
  const clock = new ManualClock(T0);
  const history = fakeHistory(new Map(), {
    files: () => [
      { name: 'pitwall.db', bytes: 10, changedMs: fileMs },
      { name: 'combined.log', bytes: 5, changedMs: T0 - 3_600_000 },
    ],
  });
  const picture = new HubPicture(STRATEGIES, clock);
  const market = new MarketMemory(history, clock);
  market.calendar = CME;
  const view = accountOf({ asOf: { ...accountOf().asOf, timeMs }, quotes: [quoteOf('MNQ', { timeMs })] });
  picture.view = view;
  picture.link = { up: true, sinceMs: T0, message: 'connected' };
  market.take(view);
  picture.processes = [{ name: 'venue', pid: 1, state: 'restarting', restarts: 1, sinceMs: 0 }];
  picture.heard.start(() => undefined);
  picture.heard.take(sources);
  const vitals = new Vitals(clock, picture, market, history);
  const checks = () => Object.fromEntries(vitals.checks().map((check) => [`${check.kind} ${check.name}`, check]));
  return { clock, picture, checks };
}

describe('what the machine rests on', () => {
  it('every link, engine, feed, file and process with age and budget', () => {
    const spoken = { budgetS: 1, ok: true, standing: 'heard', because: null };
    expect(made(T0, T0 - 1_000).checks()).toEqual({
      'link desk': { kind: 'link', name: 'desk', ageS: 0, ...spoken },
      'link venue': { kind: 'link', name: 'venue', ageS: 0.1, ...spoken },
      'file journal': { kind: 'file', name: 'journal', ageS: 0, ...spoken },
      'engine MNQ': { kind: 'engine', name: 'MNQ', ageS: 0.3, ...spoken },
      'feed MNQ': { kind: 'feed', name: 'MNQ', ageS: 0.2, ...spoken },
      'file pitwall.db': { kind: 'file', name: 'pitwall.db', ageS: 1, budgetS: 10, ok: true, bytes: 10 },
      'file combined.log': { kind: 'file', name: 'combined.log', ageS: 3_600, budgetS: null, ok: true, bytes: 5 },
      'process venue': { kind: 'process', name: 'venue', ageS: null, budgetS: null, ok: false },
    });
  });

  it('a desk that says nothing for 25 s over a link that is up is not ok, nor what it told', () => {
    const { clock, checks, picture } = made(T0, T0);
    clock.advance(25_000);
    expect(checks()['link desk']).toMatchObject({ ageS: 25, budgetS: 1, ok: false, standing: 'silent', because: null });
    expect(checks()['feed MNQ']).toMatchObject({ ok: false, standing: 'silent', because: 'desk' });
    expect(picture.stale).toBe(true);
  });

  it('a venue that the desk does not hear is not ok, however young market time calls its quotes', () => {
    const silent = [told('venue', 'venue', 25_000), { ...told('feed', 'MNQ', 25_000), because: 'venue' }];
    const { checks } = made(T0, T0, silent);
    expect(checks()['link venue']).toMatchObject({ ageS: 25, ok: false, because: null });
    expect(checks()['feed MNQ']).toMatchObject({ ageS: 25, ok: false, because: 'venue' });
  });

  it('a link that is down is not ok at once', () => {
    const { picture, checks } = made(T0, T0);
    picture.link = { up: false, sinceMs: T0, message: 'closed' };
    expect(checks()['link desk']?.ok).toBe(false);
  });

  it('says what file is too old, and expects nothing of a closed market', () => {
    expect(made(T0, T0 - 60_000).checks()['file pitwall.db']?.ok).toBe(false);
    const saturday = Date.parse('2026-11-21T18:00:00Z');
    const checks = made(saturday, T0 - 60_000, [told('feed', 'MNQ', 0, null)]).checks();
    expect(checks['feed MNQ']).toMatchObject({ budgetS: null, ok: true, standing: 'not_expected' });
    expect(checks['file pitwall.db']).toMatchObject({ budgetS: null, ok: true });
  });
});
