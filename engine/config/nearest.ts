/** Edits (insert, delete, replace, swap of neighbors) that turn one word into another. */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? a.length;
}

/** The word that was most likely meant; undefined without any candidate. Case, "-" and "_" do not count. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const plain = (text: string): string => text.toLowerCase().replace(/[-_.]/g, '');
  const wanted = plain(word);
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const there = plain(candidate);
    // A word that is the beginning of another, or the other way round, is nearer than its length says.
    const prefix = wanted.length >= 3 && (there.startsWith(wanted) || wanted.startsWith(there));
    const distance = editDistance(wanted, there) - (prefix ? Math.abs(there.length - wanted.length) * 0.9 : 0);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}
