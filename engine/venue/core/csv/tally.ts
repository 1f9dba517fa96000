import type { Refusal } from './read-rows.ts';
import type { FirstRefused, RowReason, RowRefusals } from './verdict.ts';

/** Lines of the first rows that a reason names. */
export const LINES_SHOWN = 5;

/** What may help against a reason. */
const FLAGS: Readonly<Partial<Record<RowReason, string>>> = {
  cells:
    'is the sign between the cells also in the numbers? Export with another sign (semicolon, tab) or with quotes around them',
  unparsable: '--date-order, --decimal and --columns say how it is written',
  off_tick: '--round takes the nearest tick',
  off_minute: 'bars shorter than a minute are not taken; stamps at the end of a minute are with --stamp close',
  no_such_time: 'is it the right --zone?',
};

/** Refused rows by reason, and the first of them. */
export class Tally {
  readonly #found = new Map<RowReason, { count: number; lines: number[] }>();
  #first: FirstRefused | undefined;

  add(line: number, { reason, expected, found }: Refusal): void {
    const entry = this.#found.get(reason) ?? { count: 0, lines: [] };
    entry.count += 1;
    if (entry.lines.length < LINES_SHOWN) entry.lines.push(line);
    this.#found.set(reason, entry);
    if (
      reason === 'other_instrument' ||
      reason === 'not_a_print' ||
      (this.#first !== undefined && this.#first.line <= line)
    )
      return;
    this.#first = { line, reason, expected, found, flag: FLAGS[reason] };
  }

  get first(): FirstRefused | undefined {
    return this.#first;
  }

  all(): Partial<Record<RowReason, RowRefusals>> {
    return Object.fromEntries(this.#found);
  }
}

/** Rows that a test holds for, with the lines of the first. */
export function noted(lines: readonly number[], test: (at: number) => boolean): RowRefusals | undefined {
  let count = 0;
  const shown: number[] = [];
  for (const [at, line] of lines.entries()) {
    if (!test(at)) continue;
    count += 1;
    if (shown.length < LINES_SHOWN) shown.push(line);
  }
  return count === 0 ? undefined : { count, lines: shown };
}
