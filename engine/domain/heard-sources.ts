/** What a figure on the screen rests on. In the order in which one can only be heard through another. */
export const SOURCE_KINDS = ['hub', 'desk', 'venue', 'file', 'engine', 'feed'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** heard: within its budget. late: older. silent: so much older that a person must know. not_expected: nothing is due. */
export const STANDINGS = ['heard', 'late', 'silent', 'not_expected'] as const;
export type Standing = (typeof STANDINGS)[number];

/** What is known of a source now. */
export interface SourceReading {
  readonly kind: SourceKind;
  /** A contract's root (feed), a strategy's id (engine), else what it is. */
  readonly name: string;
  /** Monotonic ms of its last word; undefined: nothing new was heard of it. */
  readonly heardMs: number | undefined;
  /** Wall ms that it may be silent; null: nothing is due of it. */
  readonly budgetMs: number | null;
}

export interface SourceAge {
  readonly kind: SourceKind;
  readonly name: string;
  /** Wall ms since its last word, or since something is due of it. */
  readonly ageMs: number;
  readonly budgetMs: number | null;
  readonly standing: Standing;
  /** The source through which it would be heard and which is not heard itself: there the fault lies. Null: its own. */
  readonly because: string | null;
}

/** Ages as they were found at a time; the next look begins from them. */
export interface Look {
  /** Monotonic ms; undefined before the first look. */
  readonly atMs: number | undefined;
  readonly ages: readonly SourceAge[];
}

export const NO_LOOK: Look = { atMs: undefined, ages: [] };

/** Sources are looked at so often, wall ms. */
export const LOOK_MS = 100;
/** Who passes ages on says a word at least so often, wall ms. */
export const TELL_MS = 500;
/** A process of ours speaks several times within this, wall ms. */
export const BUDGET_MS = 1_000;
/** So much longer than its budget, and a source is silent. */
const SILENT_MS = 250;
/** A look that comes later than this was held up itself: no more than this counts. */
const ON_TIME_MS = 2 * LOOK_MS;

const RANK: Readonly<Record<SourceKind, number>> = { hub: 0, desk: 1, venue: 2, file: 2, engine: 2, feed: 3 };

/** "venue", "engine MNQ", "feed MGC". */
export function sourceName({ kind, name }: Pick<SourceAge, 'kind' | 'name'>): string {
  return kind === 'engine' || kind === 'feed' ? `${kind} ${name}` : kind;
}

export function standingOf(ageMs: number, budgetMs: number | null): Standing {
  if (budgetMs === null) return 'not_expected';
  if (ageMs <= budgetMs) return 'heard';
  return ageMs <= budgetMs + SILENT_MS ? 'late' : 'silent';
}

/** Late or silent: what rests on it is old. */
export function isUnheard({ standing }: Pick<SourceAge, 'standing'>): boolean {
  return standing === 'late' || standing === 'silent';
}

/**
 * Ages at a time. Of the time before a look that comes late little counts: then it was whoever looks that stood still,
 * and what was said meanwhile may lie unread. An age counts from when something is due.
 *
 * @param nowMs monotonic
 */
export function look(before: Look, nowMs: number, readings: readonly SourceReading[]): Look {
  const passedMs = before.atMs === undefined ? 0 : nowMs - before.atMs;
  const countedMs = Math.min(passedMs, ON_TIME_MS);
  const ages = readings.map((reading): SourceAge => {
    const { kind, name, heardMs, budgetMs } = reading;
    const last = before.ages.find((age) => age.kind === kind && age.name === name);
    const mostMs = countedMs + (last?.budgetMs == null ? 0 : last.ageMs);
    const ageMs = heardMs === undefined ? mostMs : Math.min(mostMs, Math.max(0, nowMs - heardMs));
    return { kind, name, ageMs, budgetMs, standing: standingOf(ageMs, budgetMs), because: null };
  });
  return { atMs: nowMs, ages: blamed(ages) };
}

/**
 * Ages that `carrier` told, as they are for who hears of them through it: while it is heard, as it told them (it tells a
 * change at once); else none can be younger than its last word. The carrier comes first.
 */
export function seenThrough(carrier: SourceAge, told: readonly SourceAge[]): readonly SourceAge[] {
  if (!isUnheard(carrier)) return blamed([carrier, ...told]);
  const because = sourceName(carrier);
  const aged = told.map((source): SourceAge => {
    const ageMs = source.ageMs + carrier.ageMs;
    const standing = standingOf(ageMs, source.budgetMs);
    return { ...source, ageMs, standing, because: isUnheard({ standing }) ? because : null };
  });
  return [carrier, ...aged];
}

/** Sources that a person must know of: silent, and by their own fault. */
export function culprits(ages: readonly SourceAge[]): readonly SourceAge[] {
  return ages.filter(({ standing, because }) => standing === 'silent' && because === null);
}

/** True when anything but an age is another. */
export function standsOtherwise(one: readonly SourceAge[], other: readonly SourceAge[]): boolean {
  return (
    one.length !== other.length ||
    one.some(({ kind, name, standing, because }, index) => {
      const same = other[index];
      return same?.kind !== kind || same.name !== name || same.standing !== standing || same.because !== because;
    })
  );
}

function blamed(ages: readonly SourceAge[]): readonly SourceAge[] {
  const unheard = ages.filter(isUnheard);
  return ages.map((age) => {
    if (!isUnheard(age)) return age.because === null ? age : { ...age, because: null };
    const cause = unheard.find(({ kind }) => RANK[kind] < RANK[age.kind]);
    return { ...age, because: cause === undefined ? null : sourceName(cause) };
  });
}
