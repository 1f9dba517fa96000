import { expect, it } from 'vitest';
import type { CockpitLog, CockpitOrder } from '../../../../engine/wire/index.ts';
import { LOG_KEPT, withLog, withOrders } from '../../../../renderer/state/rows.ts';

const order = (orderId: string, updated: string, status = 'working') => ({ orderId, updated, status }) as CockpitOrder;
const line = (message: string, seq: number, second = seq) =>
  ({
    seq,
    strategy: 'MNQ',
    type: 'info',
    message,
    timestamp: `2026-11-20T19:00:${String(second).padStart(2, '0')}.000Z`,
  }) as CockpitLog;

it('keeps one row per order, the later told one, newest first', () => {
  const rows = withOrders(
    [order('a', '2026-11-20T19:00:00.000Z'), order('b', '2026-11-20T18:00:00.000Z')],
    [order('b', '2026-11-20T20:00:00.000Z', 'filled')],
  );
  expect(rows.map(({ orderId, status }) => [orderId, status])).toEqual([
    ['b', 'filled'],
    ['a', 'working'],
  ]);
});

it('takes a log line that is told twice once, and keeps no more than it shows', () => {
  const twice = withLog([line('stop rests', 1)], [line('stop rests', 1), line('filled', 2)]);
  expect(twice.map(({ message }) => message)).toEqual(['filled', 'stop rests']);
  const many = Array.from({ length: LOG_KEPT + 50 }, (_, index) => line(`line ${index}`, index, 3));
  expect(withLog([], many)).toHaveLength(LOG_KEPT);
});

it('keeps lines of one second in the order in which they were written, also the same words twice', () => {
  const first = withLog([], [line('filled', 7, 5), line('stop rests', 8, 5), line('filled', 9, 5)]);
  expect(first.map(({ seq }) => seq)).toEqual([9, 8, 7]);
  expect(withLog(first, [line('earlier', 6, 5), line('later', 10, 5)]).map(({ seq }) => seq)).toEqual([10, 9, 8, 7, 6]);
});

it('leaves the list alone when nothing came', () => {
  const rows = [order('a', '2026-11-20T19:00:00.000Z')];
  expect(withOrders(rows, [])).toBe(rows);
});
