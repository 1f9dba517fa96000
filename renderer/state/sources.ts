import {
  BUDGET_MS,
  isUnheard,
  seenThrough,
  type SourceAge,
  type SourceMessage,
  standingOf,
  standsOtherwise,
} from '../../engine/wire/index.ts';

/** Who brings the page its figures: the hub, on a strategy's own page its engine. */
export type Carrier = Pick<SourceAge, 'kind' | 'name'>;

export const HUB: Carrier = { kind: 'hub', name: 'hub' };

/** What the figures on screen rest on, and how long ago each was heard. */
export interface Sources {
  readonly carrier: Carrier;
  /** As the carrier told them last. */
  readonly told: readonly SourceAge[];
  /** Page time of the carrier's last word; undefined before the first. */
  readonly heardMs: number | undefined;
  /** As they are now, the carrier first. */
  readonly ages: readonly SourceAge[];
}

export const NO_SOURCES: Sources = { carrier: HUB, told: [], heardMs: undefined, ages: [] };

function ageOf({ kind, name, ageS, budgetS, standing, because }: SourceMessage): SourceAge {
  return { kind, name, ageMs: ageS * 1_000, budgetMs: budgetS === null ? null : budgetS * 1_000, standing, because };
}

/** The carrier told them. */
export function withTold(messages: readonly SourceMessage[], carrier: Carrier, nowMs: number): Sources {
  const told = messages.filter(({ kind, name }) => kind !== carrier.kind || name !== carrier.name).map(ageOf);
  return agedTo({ carrier, told, heardMs: nowMs, ages: [] }, nowMs);
}

/** Any other word of the carrier. */
export function withWord(sources: Sources, nowMs: number): Sources {
  return { ...sources, heardMs: nowMs };
}

/** Time passes, and perhaps nothing arrives. The same object where nothing on screen would change. */
export function agedTo(sources: Sources, nowMs: number): Sources {
  const { carrier, told, heardMs, ages } = sources;
  if (heardMs === undefined) return sources;
  const ageMs = Math.max(0, nowMs - heardMs);
  const standing = standingOf(ageMs, BUDGET_MS);
  const seen = seenThrough({ ...carrier, ageMs, budgetMs: BUDGET_MS, standing, because: null }, told);
  return standsOtherwise(seen, ages) || seconds(seen) !== seconds(ages) ? { ...sources, ages: seen } : sources;
}

/** The whole seconds that the carrier is not heard: they count on in sight. */
function seconds([carrier]: readonly SourceAge[]): number {
  return carrier !== undefined && isUnheard(carrier) ? Math.floor(carrier.ageMs / 1_000) : 0;
}
