import { describe, expect, it } from 'vitest';
import { codeGiven, loginRefusal, waitWords } from '../../../../renderer/state/login-words.ts';

describe('why a log-in was refused', () => {
  it.each([
    [{ status: 401, code: 'unauthorized', message: 'x' }, 'Name, password or code is not right.', 0],
    [{ status: 429, code: 'rate_limited', message: 'x', waitS: 30 }, 'Too many failed log-ins.', 30],
    [{ status: 429, code: 'rate_limited', message: 'x' }, 'Too many log-ins at once. Try again.', 0],
    [{ status: 0, code: 'unreachable', message: '' }, 'The hub does not answer. Is Pitwall running?', 0],
    [{ status: 503, code: 'desk_away', message: 'x' }, 'Pitwall is starting. Try again in a moment.', 0],
    [{ status: 403, code: 'bad_origin', message: 'foreign' }, 'The hub refused it: foreign.', 0],
    [{ status: 502, code: 'unreadable', message: '' }, 'The hub refused it (502).', 0],
  ])('%j', (refused, reason, waitS) => {
    expect(loginRefusal(refused)).toEqual({ reason, waitS });
  });

  it.each([
    [0.2, '1 s'],
    [28, '28 s'],
    [60, '1 min'],
    [90, '1 min 30 s'],
    [-3, '0 s'],
  ])('says a wait of %d s', (seconds, words) => {
    expect(waitWords(seconds)).toBe(words);
  });
});

describe('a typed code', () => {
  it.each([
    ['', {}],
    ['  ', {}],
    ['123456', { totp: '123456' }],
    [' 123 456 ', { totp: '123456' }],
    ['ABCD-EFGH-IJKL-MNOP', { recovery: 'ABCD-EFGH-IJKL-MNOP' }],
    ['1234567', { recovery: '1234567' }],
  ])('%j', (text, given) => {
    expect(codeGiven(text)).toEqual(given);
  });
});
