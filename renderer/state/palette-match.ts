/** Something that the palette can find. */
export interface Findable {
  readonly title: string;
  readonly group: string;
  /** First word of the title of what acts on orders, entries or the market's pace; absent: it only shows something. */
  readonly verb?: string;
}

function wordsOf(query: string): readonly string[] {
  return query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}

/** How well the words fit `text`: 0 where one is missing; words that begin alike count more than words inside. */
function fit(text: string, words: readonly string[]): number {
  const where = text.toLowerCase();
  let sum = 1;
  for (const word of words) {
    if (where.startsWith(word)) sum += 8;
    else if (where.includes(` ${word}`)) sum += 6;
    else if (where.includes(word)) sum += 2;
    else return 0;
  }
  return sum;
}

/** May an Enter mean this? What acts is meant only by somebody who types its verb. */
function isMeant(item: Findable, [first = '']: readonly string[]): boolean {
  return item.verb === undefined || (first !== '' && item.verb.toLowerCase().startsWith(first));
}

/** The items that have all words of the query: names and views first, then what acts; each part best first. */
export function matching<T extends Findable>(items: readonly T[], query: string): readonly T[] {
  const words = wordsOf(query);
  const rank = (item: T): number => (isMeant(item, words) ? 0 : 1);
  const acts = (item: T): number => (item.verb === undefined ? 0 : 1);
  return items
    .map((item, place) => ({ item, place, score: fit(`${item.title} ${item.group}`, words) }))
    .filter(({ score }) => score > 0)
    .sort(
      (a, b) => rank(a.item) - rank(b.item) || b.score - a.score || acts(a.item) - acts(b.item) || a.place - b.place,
    )
    .map(({ item }) => item);
}

/** What an Enter does before an arrow chose: the first found, but never an act whose verb was not typed. */
export function preselected<T extends Findable>(found: readonly T[], query: string): T | undefined {
  const words = wordsOf(query);
  const [first] = found;
  return first === undefined || words.length === 0 || !isMeant(first, words) ? undefined : first;
}
