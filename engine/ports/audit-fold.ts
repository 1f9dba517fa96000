import { type AuditNote, type AuditPart, type AuditRow, partOf } from '../domain/audit.ts';
import { printable } from '../domain/printable.ts';
import type { Clock } from './clock.ts';

export const FOLD_MS = 60_000;
/** Different acts of one caller within a minute that stand as they are; and of all strangers together. */
const MOST_OF_ONE = 30;
const MOST_OF_STRANGERS = 200;
/** Stands for what differs among acts that are kept as one. */
const VARIOUS = 'various';

const LONGEST = { what: 60, actor: 80, device: 120, address: 120, scope: 120, cause: 80, result: 40 } as const;

interface Fold {
  readonly first: AuditRow;
  readonly caller: string;
  more: { readonly timeMs: number; untilMs: number; count: number } | undefined;
}

/**
 * Makes rows of acts. The first of its kind is a row at once; what comes of the same within a minute after it is one more
 * row with a count. Whoever floods with acts that differ gets rows for the first few, and one for the rest.
 */
export class AuditFold {
  private readonly clock: Clock;
  private readonly door: string;
  private readonly keep: (row: AuditRow) => void;
  private readonly folds = new Map<string, Fold>();
  /** Folds of a caller, and of all strangers. */
  private readonly open = new Map<string, number>();
  private readonly cancels = new Map<string, () => void>();

  /** `keep` is handed each row when it is due. */
  constructor(options: { readonly clock: Clock; readonly door: string; readonly keep: (row: AuditRow) => void }) {
    this.clock = options.clock;
    this.door = options.door;
    this.keep = options.keep;
  }

  note(note: AuditNote): void {
    const now = this.clock.now();
    const row = this.bounded(rowOf(note, now, this.door));
    const key = keyOf(row);
    const fold = this.folds.get(key);
    if (fold === undefined) {
      this.begin(key, row);
      this.keep(row);
      return;
    }
    fold.more ??= { timeMs: now, untilMs: now, count: 0 };
    fold.more.untilMs = now;
    fold.more.count += 1;
  }

  /** Hands over what was counted so far; the process ends, or somebody wants to read. */
  flush(): void {
    for (const key of [...this.folds.keys()]) this.end(key);
  }

  /** The row, or one that says less where this caller has had too many different ones. */
  private bounded(row: AuditRow): AuditRow {
    const isNew = (one: AuditRow): boolean => !this.folds.has(keyOf(one));
    if (!isNew(row)) return row;
    const strangers = row.part === 'strangers' && (this.open.get('strangers') ?? 0) >= MOST_OF_STRANGERS;
    if (!strangers && (this.open.get(callerOf(row)) ?? 0) < MOST_OF_ONE) return row;
    // What is left (kind, name, result) comes from our own tables, whatever a caller makes up.
    const address = strangers ? VARIOUS : row.address;
    return { ...row, address, device: VARIOUS, scope: VARIOUS, cause: '' };
  }

  private begin(key: string, first: AuditRow): void {
    const caller = callerOf(first);
    this.folds.set(key, { first, caller, more: undefined });
    this.count(caller, 1);
    if (first.part === 'strangers') this.count('strangers', 1);
    this.cancels.set(
      key,
      this.clock.after(FOLD_MS, () => this.end(key)),
    );
  }

  private end(key: string): void {
    const fold = this.folds.get(key);
    if (fold === undefined) return;
    this.cancels.get(key)?.();
    this.cancels.delete(key);
    this.folds.delete(key);
    this.count(fold.caller, -1);
    if (fold.first.part === 'strangers') this.count('strangers', -1);
    if (fold.more !== undefined) this.keep({ ...fold.first, ...fold.more });
  }

  private count(caller: string, by: number): void {
    const next = (this.open.get(caller) ?? 0) + by;
    if (next > 0) this.open.set(caller, next);
    else this.open.delete(caller);
  }
}

function callerOf({ part, actor, address }: AuditRow): string {
  return JSON.stringify([part, actor, address]);
}

function keyOf({ part, kind, what, actor, device, address, scope, result }: AuditRow): string {
  return JSON.stringify([part, kind, what, actor, device, address, scope, result]);
}

function rowOf(note: AuditNote, timeMs: number, door: string): AuditRow {
  const part: AuditPart = partOf(note);
  const text = (name: keyof typeof LONGEST): string => shortened(note[name], LONGEST[name]);
  return {
    part,
    kind: note.kind,
    what: text('what'),
    actor: text('actor'),
    device: text('device'),
    address: text('address'),
    scope: text('scope'),
    cause: text('cause'),
    result: text('result'),
    timeMs,
    untilMs: timeMs,
    count: 1,
    door,
  };
}

/** Printable, and without a half of a pair at its end. */
function shortened(text: string, longest: number): string {
  return Array.from(printable(text.slice(0, longest * 2)))
    .slice(0, longest)
    .join('');
}
