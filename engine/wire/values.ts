import { z } from 'zod';
import { PRINTABLE, printable } from '../domain/printable.ts';

/** Values that stand in many messages. Dollars are rounded to cents, prices are on the tick except averages. */

/** The codes of a closed table of words. Its keys are these and at least one, which `Object.keys` does not tell. */
export function codesOf<C extends string>(table: Readonly<Record<C, unknown>>) {
  return z.enum(Object.keys(table) as [C, ...C[]]);
}

/** ISO-8601 UTC with milliseconds: "2026-11-20T14:30:00.000Z". */
export const isoTime = z.iso.datetime({ precision: 3 });
/** Epoch milliseconds, where a document has them. */
export const epochMs = z.number().int();
export const dollars = z.number().refine((value) => Math.abs(value * 100 - Math.round(value * 100)) < 1e-6, {
  error: 'dollars rounded to cents',
});
/** Percent, two decimals. */
export const percent = z.number();
export const price = z.number();
export const count = z.number().int().nonnegative();
export const seq = z.number().int().nonnegative();

export const side = z.enum(['long', 'short']);
export const orderSide = z.enum(['buy', 'sell']);
export const tradingState = z.enum(['RUN', 'EXITS_ONLY', 'HALTED']);
export const mode = z.enum(['SIM', 'REPLAY', 'PRACTICE', 'LIVE']);
export const logType = z.enum(['info', 'success', 'warning', 'error']);
export const alertType = z.enum(['success', 'error', 'warning', 'info']);

/** "MNQ", "MGC-PO3", "MANUAL", "EXTERNAL". */
export const bookId = z.string().min(1).max(40);
/** A book, or "account". */
export const scope = z.string().min(1).max(40);

/** Text of a client's that is kept, shown or told to others: bounded, and nothing in it steers a terminal or turns a line. */
export function clientText(maxLength: number, minLength = 1) {
  return z
    .string()
    .min(minLength)
    .max(maxLength)
    .regex(PRINTABLE, { error: 'expected text without control characters and signs of direction' });
}

/** Text that a client sends: bounded, and never an empty name. */
export const name = clientText(64);
/** A name in a list of names, whatever a client put there: what can be no name becomes a text that shows it. */
export const anyName = z
  .unknown()
  .meta({ type: 'string', maxLength: 64, pattern: PRINTABLE.source })
  .transform((value) => {
    if (name.safeParse(value).success) return String(value);
    const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
    return `"${printable(text.slice(0, 40))}"`;
  });
/** A strategy in a call: its number or its id. */
export const strategyRef = z.string().regex(/^[A-Za-z0-9-]{1,40}$/);
export const commandId = z.string().regex(/^[A-Za-z0-9._:-]{1,80}$/);

/** Nothing: an event without a payload. What comes all the same (null, {}) is ignored. */
export const none = z.unknown().transform(() => undefined);

/** Intervals of the charts, by name. */
export const INTERVALS = ['1m', '5m', '15m', '1h', '1d'] as const;
export const interval = z.enum(INTERVALS);
export type Interval = z.infer<typeof interval>;
