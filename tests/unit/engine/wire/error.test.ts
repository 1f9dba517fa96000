import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { DESK_REFUSALS } from '../../../../engine/domain/reasons.ts';
import { ERROR_CODES, ERROR_STATUS, httpError, socketError } from '../../../../engine/wire/error.ts';

const ENGINE = resolve(import.meta.dirname, '../../../../engine');
const DECLARED_IN = ['wire/error.ts', 'domain/reasons.ts'];

/** The processes' sources but for the two tables themselves. */
function sources(): string {
  return readdirSync(ENGINE, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !DECLARED_IN.includes(file))
    .map((file) => readFileSync(join(ENGINE, file), 'utf8'))
    .join('\n');
}

it('each code is produced somewhere', () => {
  const text = sources();
  const produced = (code: string): boolean =>
    new RegExp(`(?:HttpFault\\(\\s*|code: |failed\\(|return |\\? )'${code}'`).test(text);
  expect(Object.keys(ERROR_CODES).filter((code) => !produced(code))).toEqual([]);
});

it('no other code passes as an answer or a message', () => {
  expect(httpError.safeParse({ error: { code: 'halted', message: '' } }).success).toBe(true);
  expect(httpError.safeParse({ error: { code: 'surprise', message: '' } }).success).toBe(false);
  expect(socketError.safeParse({ code: 'surprise', message: '' }).success).toBe(false);
});

it('what the desk refuses is told under its own code, with a status that is no success', () => {
  for (const code of Object.keys(DESK_REFUSALS)) expect(ERROR_CODES).toHaveProperty(code);
  for (const status of Object.values(ERROR_STATUS)) expect(status).toBeGreaterThanOrEqual(400);
});
