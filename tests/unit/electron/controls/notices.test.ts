import type { NotificationConstructorOptions } from 'electron';
import { expect, test } from 'vitest';
import type { Place } from '../../../../electron/parts/messages.ts';
import { noticeOf, Notices } from '../../../../electron/controls/notices.ts';

function desk(options: { wanted?: 'all' | 'errors' | 'off'; isWatched?: boolean } = {}) {
  const shown: NotificationConstructorOptions[] = [];
  const went: Place[] = [];
  const clicks: (() => void)[] = [];
  const clock = { nowMs: 0 };
  const notices = new Notices({
    create: (one) => ({ on: (_event, listener) => clicks.push(listener), show: () => void shown.push(one) }),
    isSupported: () => true,
    wanted: () => options.wanted ?? 'all',
    isWatched: () => options.isWatched ?? false,
    goTo: (place) => void went.push(place),
    now: () => clock.nowMs,
  });
  return { notices, shown, went, clicks, clock };
}

const news = { title: 'MNQ', text: 'stale feed', isError: false, place: { strategy: 'MNQ', panel: null } };

test('a click leads to the thing', () => {
  const { notices, clicks, went } = desk();
  notices.tell(news);
  clicks[0]?.();
  expect(went).toEqual([{ strategy: 'MNQ', panel: null }]);
});

test('the same words again soon say nothing new', () => {
  const { notices, shown, clock } = desk();
  notices.tell(news);
  notices.tell(news);
  expect(shown).toHaveLength(1);
  clock.nowMs = 31_000;
  notices.tell(news);
  expect(shown).toHaveLength(2);
});

test('a person who looks at the window is interrupted by errors alone; off is off', () => {
  const watched = desk({ isWatched: true });
  watched.notices.tell(news);
  watched.notices.tell({ ...news, isError: true });
  expect(watched.shown).toHaveLength(1);
  const off = desk({ wanted: 'off' });
  off.notices.tell({ ...news, isError: true }, true);
  expect(off.shown).toHaveLength(0);
});

test("an alarm leads to its strategy's chart, one of the account to the alerts", () => {
  const alarm = { id: 'a', timestamp: 0, severity: 'error', kind: 'x', message: 'm' } as unknown as Parameters<
    typeof noticeOf
  >[0];
  expect(noticeOf({ ...alarm, strategy: 'MES' })?.place).toEqual({ strategy: 'MES', panel: null });
  expect(noticeOf({ ...alarm, strategy: null })).toMatchObject({ isError: true, place: { panel: 'alerts' } });
});

test('a process that died is told once: by the shell, which has the report of it', () => {
  const alarm = {
    id: 'a',
    code: 'process_died',
    strategy: 'MES',
    message: 'm',
    severity: 'error',
    timestamp: '',
  } as const;
  expect(noticeOf(alarm)).toBeUndefined();
});
