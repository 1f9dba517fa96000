import { expect, it } from 'vitest';
import { DESK_REFUSALS } from '../../../../engine/domain/reasons.ts';
import { ERROR_CODES, ERROR_STATUS, httpError, socketError } from '../../../../engine/wire/error.ts';

it('no other code passes as an answer or a message', () => {
  expect(httpError.safeParse({ error: { code: 'halted', message: '' } }).success).toBe(true);
  expect(httpError.safeParse({ error: { code: 'surprise', message: '' } }).success).toBe(false);
  expect(socketError.safeParse({ code: 'surprise', message: '' }).success).toBe(false);
});

it('what the desk refuses is told under its own code, with a status that is no success', () => {
  for (const code of Object.keys(DESK_REFUSALS)) expect(ERROR_CODES).toHaveProperty(code);
  for (const status of Object.values(ERROR_STATUS)) expect(status).toBeGreaterThanOrEqual(400);
});
