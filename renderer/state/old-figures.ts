import { culprits, isUnheard, type SourceAge, sourceName } from '../../engine/wire/index.ts';
import { clock } from '../format/time.ts';
import type { CockpitState } from './cockpit.ts';
import { quoteAgeMs } from './select.ts';

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
  return isCut(state) || isOneUnheard(state, ALWAYS_NEEDED) || held.some((root) => isPriceOld(state, root));
}

/**
 * Ms since a contract's last quote: on the wall, or of market time where the desk calls the feed stale and that is more.
 * Undefined where no quote is due.
 */
export function priceAgeMs(state: CockpitState, root: string): number | undefined {
  const wallMs = state.sources.ages.find(
    ({ kind, name, budgetMs }) => kind === 'feed' && name === root && budgetMs !== null,
  )?.ageMs;
  const isStale = state.account?.books.some((book) => book.root === root && book.feedStale) === true;
  const marketMs = isStale ? quoteAgeMs(state, root) : undefined;
  return wallMs === undefined && marketMs === undefined ? undefined : Math.max(wallMs ?? 0, marketMs ?? 0);
}

/** The contract whose price is the oldest of those that are due; undefined where none is due. */
export function oldestPrice(
  state: CockpitState,
): { readonly root: string; readonly ageMs: number; readonly isOld: boolean } | undefined {
  const roots = new Set(state.sources.ages.filter(({ kind }) => kind === 'feed').map(({ name }) => name));
  const due = [...roots].flatMap((root) => {
    const ageMs = priceAgeMs(state, root);
    return ageMs === undefined ? [] : [{ root, ageMs, isOld: isPriceOld(state, root) }];
  });
  return due.toSorted((a, b) => b.ageMs - a.ageMs)[0];
}

/** Where the account's figures come from and as of when, in words: every figure can tell it. */
export function sourceWords(state: CockpitState): string {
  const { account } = state;
  if (account === undefined) return 'not told yet';
  const { source, time, step } = account.asOf;
  const old = isAccountOld(state) ? ', not the present' : '';
  return `told by the ${source} as of ${clock(Date.parse(time))} Chicago, step ${step}${old}`;
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
