import { expect, test } from 'vitest';
import { BUDGET_MS, type SourceAge } from '../../../../../engine/domain/heard-sources.ts';
import { STRATEGIES } from '../../../../../engine/domain/book.ts';
import { Analyst } from '../../../../../engine/hub/analyst/analyst.ts';
import { seenOf } from '../../../../../engine/hub/analyst/seen.ts';
import { health } from '../../../../../engine/hub/analyst/state-answers.ts';
import { HubPicture } from '../../../../../engine/hub/picture/hub-picture.ts';
import { MarketMemory } from '../../../../../engine/hub/picture/market-memory.ts';
import { ManualClock } from '../../../../../engine/ports/clock.ts';
import { accountOf, HEARD, T0 } from '../../../../support/wire/fixtures.ts';
import { fakeHistory } from '../../../../support/wire/hub-rig.ts';

const unheard = (kind: 'venue' | 'feed', name: string, because: string | null): SourceAge => ({
  kind,
  name,
  ageMs: 25_000,
  budgetMs: BUDGET_MS,
  standing: 'silent',
  because,
});

function healthWith(sources: readonly SourceAge[], silentMs = 0): string {
  const clock = new ManualClock(T0);
  const history = fakeHistory(new Map());
  const picture = new HubPicture(STRATEGIES, clock);
  picture.link = { up: true, sinceMs: T0, message: 'connected' };
  picture.view = accountOf();
  picture.heard.start(() => undefined);
  picture.heard.take(sources);
  clock.advance(silentMs);
  return health(new Analyst(seenOf(picture, new MarketMemory(history, clock)), history).facts());
}

test('all is in order only while every source is heard', () => {
  expect(healthWith(HEARD)).toContain('All in order');
  const blind = healthWith([unheard('venue', 'venue', null), unheard('feed', 'MNQ', 'venue')]);
  expect(blind).toContain('The venue has not been heard for 25 s.');
  expect(blind).not.toContain('All in order');
  expect(blind).not.toContain('feed MNQ');
  expect(healthWith(HEARD, 4_000)).toContain('The desk has not been heard for 4 s.');
});
