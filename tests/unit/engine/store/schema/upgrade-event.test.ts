import { expect, it } from 'vitest';
import { ALARM_CODES } from '../../../../../engine/domain/events.ts';
import { DENIAL_REASONS } from '../../../../../engine/domain/reasons.ts';
import { upgradeEvent } from '../../../../../engine/store/schema/upgrade-event.ts';

/** Every code that an earlier program version could write. */
const ALARMS = ['feed_stale', 'unprotected', 'books_differ', 'flatten_unverified', 'file_locked', 'daily_loss_near'];
const DENIALS = [
  'not_running',
  'flat_by',
  'daily_loss',
  'no_position',
  'no_market',
  'file_locked',
  'stale_after_restart',
];

it('reads alarms and denials of earlier versions by codes that there are today', () => {
  const alarms = ALARMS.map((code) => upgradeEvent({ type: 'Alarm', code, message: '' }));
  for (const event of alarms) expect(Object.keys(ALARM_CODES)).toContain((event as { code?: string }).code);
  const denials = DENIALS.map((reason) => upgradeEvent({ type: 'OrderDenied', reason }));
  for (const event of denials) expect(Object.keys(DENIAL_REASONS)).toContain((event as { reason?: string }).reason);
  expect(alarms[3]).toMatchObject({ code: 'flatten_stuck' });
  // What a denied entry asked for was not kept; what was kept stays.
  expect(denials[0]).toMatchObject({ orderType: 'market' });
  const limit = { type: 'OrderDenied', reason: 'account_cap', orderType: 'limit', limitTicks: 100 } as const;
  expect(upgradeEvent(limit)).toEqual(limit);
});
