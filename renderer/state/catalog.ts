import type { CockpitCatalog, CockpitContract } from '../../engine/wire/index.ts';

/** Month code and last digit of the year. */
const MONTH = /[FGHJKMNQUVXZ]\d$/;

/** The contract of a root ("MNQ") or of one of its months ("MNQZ6"); undefined where the engine does not know it. */
export function contractOf(catalog: CockpitCatalog | undefined, name: string): CockpitContract | undefined {
  const of = (root: string): CockpitContract | undefined => catalog?.contracts.find((each) => each.root === root);
  return of(name) ?? of(name.replace(MONTH, ''));
}
