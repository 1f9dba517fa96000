import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../../engine/wire/index.ts';
import { AUDIT_PAGE, auditPage, resultSentence, resultWords } from '../../../../renderer/state/audit-rows.ts';

const entry = (n: number, change: Partial<AuditEntry> = {}): AuditEntry => ({
  time: new Date(n * 1_000).toISOString(),
  actor: 'owner',
  device: 'cockpit@127.0.0.1',
  what: 'flatten',
  scope: 'MNQ',
  cause: '',
  result: 'ok',
  ...change,
});
const all = { text: '', isRefusedOnly: false };

describe('pages of the audit log', () => {
  it('are newest first and end with the oldest', () => {
    const entries = Array.from({ length: AUDIT_PAGE + 2 }, (_, n) => entry(n));
    const first = auditPage(entries, all, 0);
    expect([first.from, first.to, first.all]).toEqual([1, AUDIT_PAGE, AUDIT_PAGE + 2]);
    expect(first.rows[0]).toBe(entries.at(-1));
    const second = auditPage(entries, all, 1);
    expect([second.from, second.to]).toEqual([AUDIT_PAGE + 1, AUDIT_PAGE + 2]);
    expect(second.rows.at(-1)).toBe(entries[0]);
    expect(auditPage(entries, all, 9)).toEqual(second);
  });

  it('are empty where nothing is found', () => {
    expect(auditPage([entry(1)], { ...all, text: 'nobody' }, 0)).toEqual({ rows: [], from: 0, to: 0, all: 0 });
  });

  it('hold what every word of the filter is in, wherever it stands', () => {
    const entries = [
      entry(1, { actor: 'Ann', what: 'add-user', scope: 'Bob (viewer)' }),
      entry(2, { actor: 'Ann', device: 'phone@10.0.0.2' }),
    ];
    const found = (text: string): number[] =>
      auditPage(entries, { ...all, text }, 0).rows.map(({ time }) => Date.parse(time) / 1_000);
    expect(found('ann')).toEqual([2, 1]);
    expect(found('ann add user')).toEqual([1]);
    expect(found('PHONE')).toEqual([2]);
  });

  it('hold refusals alone where that is asked', () => {
    const entries = [entry(1), entry(2, { result: 'forbidden' })];
    expect(auditPage(entries, { ...all, isRefusedOnly: true }, 0).rows).toEqual([entries[1]]);
  });

  it.each([
    ['ok', 'done'],
    ['forbidden', 'forbidden'],
    ['rate_limited', 'rate limited'],
  ])('says the result %s as "%s"', (result, words) => {
    expect(resultWords({ result })).toBe(words);
  });

  it('have a sentence behind a code that is known', () => {
    expect(resultSentence({ result: 'forbidden' })).toBe('the credential does not allow this');
    expect(resultSentence({ result: 'ok' })).toBeUndefined();
  });
});
