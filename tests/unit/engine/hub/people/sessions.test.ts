import { expect, test } from 'vitest';
import { TokenCheck } from '../../../../../engine/adapters/web/token-check.ts';
import { userRow } from '../../../../../engine/adapters/web/user-row.ts';
import { HubRows } from '../../../../../engine/hub/people/hub-rows.ts';
import { sessionRow, Sessions } from '../../../../../engine/hub/people/sessions.ts';
import { ManualClock } from '../../../../../engine/ports/clock.ts';
import { silentLogger } from '../../../../../engine/ports/logger.ts';

const HOUR = 3_600_000;
const ANN = userRow.parse({ userId: 'user-1', userName: 'Ann', role: 'viewer', password: '', createdMs: 0 });

function made() {
  const clock = new ManualClock(Date.UTC(2026, 10, 20));
  const desk = {
    up: true,
    isStarting: false,
    tellGrants: () => undefined,
    command: () => Promise.reject(new Error('none')),
    write: () => Promise.resolve(),
  };
  const tokens = new TokenCheck({ ownerToken: 'x'.repeat(40), jwtSecret: undefined, clock });
  const ended: string[] = [];
  const rows = new HubRows('sessions', sessionRow, desk, silentLogger);
  const sessions = new Sessions({ rows, tokens, clock, ended: (key) => ended.push(key) });
  return { clock, rows, sessions, ended };
}

test('a device is new at every address it comes from for the first time, whatever it calls itself', async () => {
  const { sessions } = made();
  expect(sessions.isNewDevice('user-1', 'Firefox', '10.0.0.5')).toBe(true);
  await sessions.open(ANN, 'Firefox', '10.0.0.5');
  expect(sessions.isNewDevice('user-1', 'Firefox', '10.0.0.5')).toBe(false);
  expect(sessions.isNewDevice('user-1', 'Firefox', '10.0.0.6')).toBe(true);
  expect(sessions.isNewDevice('user-1', 'Chrome', '10.0.0.5')).toBe(true);
  expect(sessions.isNewDevice('user-2', 'Firefox', '10.0.0.5')).toBe(true);
});

test('a refresh token that is not the last one ends its session, however old it is; a made up one ends nothing', async () => {
  const { sessions, ended } = made();
  const first = await sessions.open(ANN, 'Firefox', '10.0.0.5');
  const second = await sessions.refresh(first.refreshToken);
  const third = await sessions.refresh(second?.refreshToken ?? '');
  expect(third?.key).toBe(first.key);
  const madeUp = `${first.key}.0.${'A'.repeat(43)}`;
  for (const wrong of ['', 'x', `${first.key}.0`, madeUp]) expect(await sessions.refresh(wrong)).toBeUndefined();
  expect(ended).toEqual([]);
  expect(await sessions.refresh(first.refreshToken)).toBeUndefined();
  expect(ended).toEqual([first.key]);
  expect(await sessions.refresh(third?.refreshToken ?? '')).toBeUndefined();
});

test('a page ends with the session that asked for its link, and so do the pages of that page', async () => {
  const { sessions, ended } = made();
  const log = await sessions.open(ANN, 'Firefox', '10.0.0.5');
  const page = await sessions.openPage({ address: '10.0.0.5', parent: log.key });
  const next = await sessions.openPage({ address: '10.0.0.5', parent: page.key });
  const other = await sessions.openPage({ address: '127.0.0.1', parent: undefined, jkt: 'thumb' });
  await sessions.end(log.key);
  expect(ended).toEqual([log.key, page.key, next.key]);
  expect(sessions.list().map(({ key, kind, jkt }) => [key, kind, jkt])).toEqual([[other.key, 'page', 'thumb']]);
});

test('pages and log-ins end when they were idle for twelve hours, and after thirty days in any case', async () => {
  const { sessions, clock } = made();
  const { key } = await sessions.openPage({ address: '127.0.0.1', parent: undefined });
  clock.advance(11 * HOUR);
  sessions.seen(key);
  clock.advance(11 * HOUR);
  expect(sessions.byKey(key)).toBeDefined();
  clock.advance(HOUR);
  expect(sessions.byKey(key)).toBeUndefined();
  sessions.seen(key);
  expect(sessions.byKey(key)).toBeUndefined();
  const used = await sessions.openPage({ address: '127.0.0.1', parent: undefined });
  for (let hours = 0; hours < 30 * 24; hours += 6) {
    clock.advance(6 * HOUR);
    sessions.seen(used.key);
  }
  expect(sessions.byKey(used.key)).toBeUndefined();
  await sessions.sweep();
  expect(sessions.list()).toEqual([]);
});

test('one more session than a user may have ends the one that was not used for longest', async () => {
  const { sessions, clock } = made();
  const keys: string[] = [];
  for (let n = 0; n < 20; n += 1) {
    keys.push((await sessions.open(ANN, `device ${n}`, '10.0.0.5')).key);
    clock.advance(HOUR / 4);
  }
  sessions.seen(keys[0] ?? '');
  keys.push((await sessions.open(ANN, 'one more', '10.0.0.5')).key);
  expect(sessions.list().map(({ key }) => key)).toEqual(keys.filter((_, n) => n !== 1));
});
