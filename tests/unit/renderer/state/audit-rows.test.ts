import { describe, expect, it } from 'vitest';
import {
  actorWords,
  actWords,
  placeWords,
  resultSentence,
  resultWords,
} from '../../../../renderer/state/audit-rows.ts';

describe('words of the audit log', () => {
  it.each([
    ['add-user', 1, 'add user'],
    ['log-in', 340, 'log in \u00d7340'],
  ])('%s, %d times', (what, count, words) => {
    expect(actWords({ what, count })).toBe(words);
  });

  it.each([
    ['ok', 'done'],
    ['forbidden', 'forbidden'],
    ['rate_limited', 'rate limited'],
  ])('the result %s', (result, words) => {
    expect(resultWords({ result })).toBe(words);
  });

  it('have a sentence behind a code that is known', () => {
    expect(resultSentence({ result: 'forbidden' })).toBe('the credential does not allow this');
    expect(resultSentence({ result: 'ok' })).toBeUndefined();
  });

  it('say who and from where, where that is known', () => {
    expect([actorWords({ actor: '' }), actorWords({ actor: 'Ann' })]).toEqual(['nobody known', 'Ann']);
    expect(placeWords({ address: '', door: 'data' })).toBe('this machine (data)');
    expect(placeWords({ address: '127.0.0.1', door: 'hub' })).toBe('127.0.0.1');
  });
});
