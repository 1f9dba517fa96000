import { expect, test } from 'vitest';
import { HubRows } from '../../../../../engine/hub/people/hub-rows.ts';
import { Notifications, noticeOf, noticeRow, readRow } from '../../../../../engine/hub/people/notifications.ts';
import { silentLogger } from '../../../../../engine/ports/logger.ts';
import { fakeHistory } from '../../../../support/wire/hub-rig.ts';
import { tradeRows } from '../../../../support/wire/hub-story.ts';

function made(rows: Map<string, string>): Notifications {
  const desk = {
    up: true,
    isStarting: false,
    tellGrants: () => undefined,
    command: () => Promise.reject(new Error('none')),
    write: (table: string, key: string, json: string | undefined) => {
      if (json === undefined) rows.delete(`${table}/${key}`);
      else rows.set(`${table}/${key}`, json);
      return Promise.resolve();
    },
  };
  const history = fakeHistory(rows);
  const own = new HubRows('notifications', noticeRow, desk, silentLogger);
  const read = new HubRows('notifications_read', readRow, desk, silentLogger);
  own.load(history);
  read.load(history);
  return new Notifications(own, read);
}

test('prices have all their decimals, gains their plus', () => {
  const texts = tradeRows(1).flatMap((row) => noticeOf(row)?.message ?? []);
  expect(texts[0]).toMatch(/@ \d+\.\d\d \(MNQ\)$/);
  expect(texts.find((text) => text.includes('MNQZ6: '))).toMatch(/: [+-]\$\d+\.\d\d \(/);
});

test('they follow from the journal, once each, and keep what was read over a restart', async () => {
  const file = new Map<string, string>();
  const before = made(file);
  const told = tradeRows(1).flatMap((row) => before.fromRow(row) ?? []);
  expect(told.map(({ type }) => type)).toEqual([
    'ORDER_FILLED',
    'ORDER_FILLED',
    'ORDER_FILLED',
    'TRADE_CLOSED',
    'ORDER_DENIED',
  ]);
  expect(tradeRows(1).flatMap((row) => before.fromRow(row) ?? [])).toEqual([]);
  expect(await before.markRead('ann', told[0]?.id ?? '')).toBe(true);
  expect(await before.markRead('ann', 'n-999')).toBe(false);
  const own = before.own(5_000, { type: 'NEW_DEVICE', title: 't', message: 'm', priority: 'HIGH', metadata: {} });

  const after = made(file);
  for (const row of tradeRows(1)) after.fromRow(row);
  after.load();
  const list = after.list('ann', { unread: false, limit: 100 });
  expect(list.map(({ id }) => id)).toContain(own.id);
  expect(list.filter(({ read }) => read).map(({ id }) => id)).toEqual([told[0]?.id]);
  expect(after.list('bob', { unread: true, limit: 100 })).toHaveLength(6);
  await after.markAllRead('bob');
  expect(after.list('bob', { unread: true, limit: 100 })).toEqual([]);
});

test('a signal that was not taken because somebody stopped the strategy calls nobody', () => {
  const notices = made(new Map());
  const denied = tradeRows(1).at(-1);
  if (denied?.event.type !== 'OrderDenied') throw new Error('the story ends with a denied order');
  for (const reason of ['not_running', 'flatten_in_flight'] as const)
    expect(notices.fromRow({ ...denied, seq: 50, event: { ...denied.event, reason } })).toBeUndefined();
  expect(notices.fromRow(denied)?.type).toBe('ORDER_DENIED');
});
