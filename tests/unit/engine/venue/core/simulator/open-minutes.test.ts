import { expect, test } from 'vitest';
import { OpenMinutes } from '../../../../../../engine/venue/core/simulator/open-minutes.ts';
import { ALWAYS, CME, isOpen } from '../../../../../../engine/domain/session.ts';

test('counts exactly the open minutes, whatever was asked before', () => {
  const minutes = new OpenMinutes(CME, 'MNQ');
  for (const text of ['2026-11-25T12:00:00Z', '2020-01-03T12:00:00Z', '2019-12-30T12:00:00Z']) {
    const from = Date.parse(text);
    const to = from + 3 * 86_400_000;
    let open = 0;
    for (let t = from; t < to; t += 60_000) open += isOpen(CME, 'MNQ', t) ? 1 : 0;
    expect(minutes.before(to) - minutes.before(from)).toBe(open);
  }
  expect(new OpenMinutes(ALWAYS, 'MNQ').before(Date.UTC(2020, 0, 2))).toBe(1_440);
});
