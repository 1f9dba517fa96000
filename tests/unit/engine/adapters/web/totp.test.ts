import { expect, test } from 'vitest';
import { base32, makeSeed, totpAt, totpStep, totpUri } from '../../../../../engine/adapters/web/totp.ts';

/** RFC 6238, appendix B, SHA-1, the last six of its eight digits. */
const SEED = base32(Buffer.from('12345678901234567890'));

test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('the code at %d s is that of the standard', (seconds, code) => {
  expect(totpAt(SEED, Math.floor(seconds / 30))).toBe(code);
});

test('a code is good one step either way, once', () => {
  const nowMs = 1_111_111_111_000;
  const step = Math.floor(nowMs / 30_000);
  expect(totpStep(SEED, totpAt(SEED, step), nowMs, 0)).toBe(step);
  expect(totpStep(SEED, totpAt(SEED, step - 1), nowMs, 0)).toBe(step - 1);
  expect(totpStep(SEED, totpAt(SEED, step + 1), nowMs, 0)).toBe(step + 1);
  expect(totpStep(SEED, totpAt(SEED, step + 2), nowMs, 0)).toBeUndefined();
  expect(totpStep(SEED, totpAt(SEED, step), nowMs, step)).toBeUndefined();
});

test('seeds are 160 bits, links what apps scan', () => {
  const seed = makeSeed();
  expect(seed).toMatch(/^[A-Z2-7]{32}$/);
  expect(totpUri(seed, 'Ann B')).toBe(
    `otpauth://totp/Pitwall:Ann%20B?secret=${seed}&issuer=Pitwall&algorithm=SHA1&digits=6&period=30`,
  );
});
