import { describe, expect, it } from 'vitest';
import { CME } from '../../../../engine/domain/session.ts';
import { HubPicture } from '../../../../engine/hub/hub-picture.ts';
import { MarketMemory } from '../../../../engine/hub/market-memory.ts';
import { Vitals } from '../../../../engine/hub/vitals.ts';
import { STRATEGIES } from '../../../../engine/domain/book.ts';
import { accountOf, quoteOf, T0 } from '../../../support/wire/fixtures.ts';
import { fakeHistory } from '../../../support/wire/hub-rig.ts';

const clock = { now: () => T0, monotonicMs: () => 0, after: () => () => undefined };

function made(timeMs: number, quoteMs: number, fileMs: number) {
  const history = fakeHistory(new Map(), {
    files: () => [
      { name: 'pitwall.db', bytes: 10, changedMs: fileMs },
      { name: 'combined.log', bytes: 5, changedMs: T0 - 3_600_000 },
    ],
  });
  const picture = new HubPicture(STRATEGIES, clock);
  const market = new MarketMemory(history, clock);
  market.calendar = CME;
  const view = accountOf({ asOf: { ...accountOf().asOf, timeMs }, quotes: [quoteOf('MNQ', { timeMs: quoteMs })] });
  picture.view = view;
  market.take(view);
  picture.processes = [{ name: 'venue', pid: 1, state: 'restarting', restarts: 1, sinceMs: 0 }];
  return Object.fromEntries(
    new Vitals(clock, picture, market, history).checks().map((check) => [`${check.kind} ${check.name}`, check]),
  );
}

describe('what the machine rests on', () => {
  it('every link, feed, file and process with age and budget', () => {
    expect(made(T0, T0 - 2_000, T0 - 1_000)).toEqual({
      'link desk': { kind: 'link', name: 'desk', ageS: 0, budgetS: 1, ok: false },
      'feed MNQ': { kind: 'feed', name: 'MNQ', ageS: 2, budgetS: 10, ok: true },
      'file pitwall.db': { kind: 'file', name: 'pitwall.db', ageS: 1, budgetS: 10, ok: true, bytes: 10 },
      'file combined.log': { kind: 'file', name: 'combined.log', ageS: 3_600, budgetS: null, ok: true, bytes: 5 },
      'process venue': { kind: 'process', name: 'venue', ageS: null, budgetS: null, ok: false },
    });
  });

  it('says what is too old', () => {
    const checks = made(T0, T0 - 11_000, T0 - 60_000);
    expect([checks['feed MNQ']?.ok, checks['file pitwall.db']?.ok]).toEqual([false, false]);
  });

  it('expects nothing of a closed market', () => {
    const saturday = Date.parse('2026-11-21T18:00:00Z');
    const checks = made(saturday, saturday - 70_000_000, T0 - 60_000);
    expect(checks['feed MNQ']).toMatchObject({ budgetS: null, ok: true });
    expect(checks['file pitwall.db']).toMatchObject({ budgetS: null, ok: true });
  });
});
