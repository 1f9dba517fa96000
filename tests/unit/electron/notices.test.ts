import type { NotificationConstructorOptions } from 'electron';
import { expect, test } from 'vitest';
import { Notices } from '../../../electron/notices.ts';

function desk(options: { wanted?: 'all' | 'errors' | 'off'; isWatched?: boolean } = {}) {
  const shown: NotificationConstructorOptions[] = [];
  const went: (string | null)[] = [];
  const clicks: (() => void)[] = [];
  const clock = { nowMs: 0 };
  const notices = new Notices({
    create: (one) => ({ on: (_event, listener) => clicks.push(listener), show: () => void shown.push(one) }),
    isSupported: () => true,
    wanted: () => options.wanted ?? 'all',
    isWatched: () => options.isWatched ?? false,
    goTo: (strategy) => void went.push(strategy),
    now: () => clock.nowMs,
  });
  return { notices, shown, went, clicks, clock };
}

const news = { title: 'MNQ', text: 'stale feed', isError: false, strategy: 'MNQ' };

test('a click leads to the thing', () => {
  const { notices, clicks, went } = desk();
  notices.tell(news);
  clicks[0]?.();
  expect(went).toEqual(['MNQ']);
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
