import { culprits, isUnheard, type SourceAge, sourceName } from '../../engine/wire/index.ts';
import type { CockpitState } from './cockpit.ts';

/** The hub does not answer: it has no link, or says nothing over one that stands. */
export function isHubAway(state: CockpitState): boolean {
  const [carrier] = state.sources.ages;
  return state.hub.phase !== 'up' || (carrier !== undefined && isUnheard(carrier));
}

/** Nothing that comes over the hub is of now. */
function isCut(state: CockpitState): boolean {
  return isHubAway(state) || state.desk?.up === false || state.account?.stale === true;
}

function isOneUnheard(state: CockpitState, names: readonly string[]): boolean {
  return state.sources.ages.some((age) => isUnheard(age) && names.includes(sourceName(age)));
}

const ALWAYS_NEEDED = ['desk', 'venue'];

/** A contract's price, and what is computed of it, is older than its budget. */
export function isPriceOld(state: CockpitState, root: string): boolean {
  const isStale = state.account?.books.some((book) => book.root === root && book.feedStale) === true;
  return isStale || isCut(state) || isOneUnheard(state, [...ALWAYS_NEEDED, `feed ${root}`]);
}

/** The account's own figures are older than their budget: they hold the open P&L of every position. */
export function isAccountOld(state: CockpitState): boolean {
  const held = (state.account?.books ?? []).flatMap(({ positions }) => positions.map(({ root }) => root));
  return isCut(state) || isOneUnheard(state, [...ALWAYS_NEEDED, ...held.map((root) => `feed ${root}`)]);
}

/** Age of the oldest feed that is due, its root, and whether it is older than its budget; undefined where none is due. */
export function oldestFeed(
  state: CockpitState,
): { readonly root: string; readonly ageMs: number; readonly isOld: boolean } | undefined {
  const due = state.sources.ages.filter(({ kind, budgetMs }) => kind === 'feed' && budgetMs !== null);
  const [oldest] = due.toSorted((a, b) => b.ageMs - a.ageMs);
  return oldest === undefined
    ? undefined
    : { root: oldest.name, ageMs: oldest.ageMs, isOld: isPriceOld(state, oldest.name) };
}

/** Wall ms since a contract's last quote, where one is due. */
export function ageOfFeed(state: CockpitState, root: string): number | undefined {
  return state.sources.ages.find(({ kind, name, budgetMs }) => kind === 'feed' && name === root && budgetMs !== null)
    ?.ageMs;
}

/** Of the silent, the first without which a strategy's figures are not of now: "venue", "feed MGC". */
export function silentFor(state: CockpitState, strategy: string, root: string): string | undefined {
  const [carrier] = state.sources.ages;
  const needed = new Set([...ALWAYS_NEEDED, `engine ${strategy}`, `feed ${root}`]);
  const found = silentSources(state).find((age) => age === carrier || needed.has(sourceName(age)));
  return found === undefined ? undefined : sourceName(found);
}

/** Who is silent by their own fault, those that matter most first. */
export function silentSources(state: CockpitState): readonly SourceAge[] {
  return culprits(state.sources.ages);
}

/** True while something is open that what is silent shows or protects: that needs a person at once. */
export function isNeededNow(state: CockpitState): boolean {
  const kinds = new Set(silentSources(state).map(({ kind }) => kind));
  const isOpen = state.account?.books.some(({ positions }) => positions.length > 0) === true;
  return isOpen && (kinds.has('hub') || kinds.has('desk') || kinds.has('venue'));
}
