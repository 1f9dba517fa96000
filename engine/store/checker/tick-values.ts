/**
 * Worth of one tick in cents, written down again for the checker from the exchanges' contract specifications (CME Group:
 * contract unit times minimum price fluctuation), so that a slip in the catalog does not check itself.
 */
const TICK_VALUE_CENTS: ReadonlyMap<string, number> = new Map([
  ['MNQ', 2 * 25], // $2 x index, 0.25 points
  ['MES', 5 * 25], // $5 x index, 0.25 points
  ['MGC', 10 * 10], // 10 troy ounces, $0.10
  ['M6E', 125], // 12,500 euro, 0.0001
  ['ES', 50 * 25], // $50 x index, 0.25 points
  ['NQ', 20 * 25], // $20 x index, 0.25 points
  ['M2K', 5 * 10], // $5 x index, 0.10 points
  ['MYM', 50], // $0.50 x index, 1 point
  ['GC', 100 * 10], // 100 troy ounces, $0.10
  ['CL', 1_000], // 1,000 barrels, $0.01
  ['MCL', 100], // 100 barrels, $0.01
  ['6E', 625], // 125,000 euro, 0.00005
]);

/** Of a contract that the catalog does not have, the file itself says what the venue said. */
export function tickValueOf(of: {
  readonly root: string;
  readonly contract?: { readonly tickValueCents: number };
}): number | undefined {
  return TICK_VALUE_CENTS.get(of.root) ?? of.contract?.tickValueCents;
}
