/** How well `query` fits `text`: 0 not at all; words that begin alike count most, then words inside, then letters in order. */
export function fit(text: string, query: string): number {
  const where = text.toLowerCase();
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  let sum = 1;
  for (const word of words) {
    const at = where.indexOf(word);
    if (at === 0) sum += 8;
    else if (at > 0) sum += where[at - 1] === ' ' ? 6 : 3;
    else if (isSubsequence(where, word)) sum += 1;
    else return 0;
  }
  return sum;
}

function isSubsequence(text: string, letters: string): boolean {
  let from = 0;
  for (const letter of letters) {
    const at = text.indexOf(letter, from);
    if (at < 0) return false;
    from = at + 1;
  }
  return true;
}

/** The items that fit, best first; equal ones keep their order. */
export function matching<T>(items: readonly T[], query: string, textOf: (item: T) => string): readonly T[] {
  return items
    .map((item, place) => ({ item, place, score: fit(textOf(item), query) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.place - b.place)
    .map(({ item }) => item);
}
