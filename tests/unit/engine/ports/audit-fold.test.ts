import { describe, expect, it } from 'vitest';
import type { AuditRow } from '../../../../engine/domain/audit.ts';
import { AuditFold, FOLD_MS } from '../../../../engine/ports/audit-fold.ts';
import { ManualClock } from '../../../../engine/ports/clock.ts';
import { noteOf } from '../../../support/audit-notes.ts';

function folded() {
  const clock = new ManualClock(1_000);
  const rows: AuditRow[] = [];
  const fold = new AuditFold({ clock, door: 'hub', keep: (row) => rows.push(row) });
  return { clock, rows, fold };
}

describe('the folding of audited acts', () => {
  it('keeps the first at once, and what comes of the same within a minute as one row with a count', () => {
    const { clock, rows, fold } = folded();
    fold.note(noteOf());
    expect(rows).toMatchObject([{ count: 1, timeMs: 1_000, untilMs: 1_000, door: 'hub', part: 'commands' }]);
    for (let n = 0; n < 1_314; n += 1) {
      clock.advance(20);
      fold.note(noteOf({ cause: `key ${n}` }));
    }
    expect(rows).toHaveLength(1);
    clock.advance(FOLD_MS);
    expect(rows).toHaveLength(2);
    expect(rows[1]).toMatchObject({ count: 1_314, timeMs: 1_020, untilMs: 1_000 + 1_314 * 20, what: 'stop' });
    fold.note(noteOf());
    expect(rows).toHaveLength(3);
  });

  it('hands over what was counted when the process ends', () => {
    const { rows, fold } = folded();
    fold.note(noteOf());
    fold.note(noteOf());
    fold.flush();
    fold.flush();
    expect(rows.map(({ count }) => count)).toEqual([1, 1]);
  });

  it('keeps acts apart that differ in anything but their cause', () => {
    const { rows, fold } = folded();
    for (const other of [{}, { scope: 'MNQ' }, { actor: 'Ann' }, { result: 'forbidden' }, { address: '10.0.0.1' }])
      fold.note(noteOf(other));
    expect(rows).toHaveLength(5);
  });

  it('makes few rows of many that one caller makes differ', () => {
    const { clock, rows, fold } = folded();
    for (let n = 0; n < 1_000; n += 1) fold.note(noteOf({ what: 'cancel-order', scope: `order-${n}` }));
    expect(rows.length).toBeLessThan(40);
    clock.advance(FOLD_MS);
    expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(1_000);
    expect(rows.find(({ scope }) => scope === 'various')).toMatchObject({ what: 'cancel-order', actor: 'phone' });
    // Another caller is told as ever.
    fold.note(noteOf({ actor: 'Ann', scope: 'order-7' }));
    expect(rows.at(-1)).toMatchObject({ actor: 'Ann', scope: 'order-7' });
  });

  it('bounds what strangers from many addresses leave', () => {
    const { clock, rows, fold } = folded();
    for (let n = 0; n < 5_000; n += 1) {
      fold.note(
        noteOf({ kind: 'session', what: 'log-in', actor: '', address: `2001:db8::${n}`, result: 'unauthorized' }),
      );
    }
    expect(rows.length).toBeLessThan(250);
    clock.advance(FOLD_MS);
    expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(5_000);
    expect(new Set(rows.map(({ part }) => part))).toEqual(new Set(['strangers']));
  });

  it('keeps rights, commands, sessions, refusals and strangers apart', () => {
    const { rows, fold } = folded();
    fold.note(noteOf({ kind: 'people', what: 'add-user', actor: 'owner', isOwner: true }));
    fold.note(noteOf());
    fold.note(noteOf({ kind: 'devices', what: 'revoke-device' }));
    fold.note(noteOf({ kind: 'people', what: 'add-user', result: 'forbidden' }));
    fold.note(noteOf({ kind: 'devices', what: 'pair', actor: '', result: 'unauthorized' }));
    expect(rows.map(({ part }) => part)).toEqual(['rights', 'commands', 'sessions', 'refused', 'strangers']);
  });

  it('bounds texts, and takes signs out of them that are not printed', () => {
    const { rows, fold } = folded();
    fold.note(
      noteOf({ device: `\u001B]0;owned\u0007\u202E${'x'.repeat(500)}`, scope: `${'😀'.repeat(300)}`, cause: '\uD800' }),
    );
    expect(rows[0]?.device).toMatch(/^\\u001b\]0;owned\\u0007\\u202ex+$/);
    expect(rows[0]?.device).toHaveLength(120);
    expect(rows[0]?.scope.isWellFormed()).toBe(true);
    expect(rows[0]?.cause).toBe('\\ud800');
  });
});
