/**
 * Places labels on a vertical axis without overlap, as near to where they belong as possible: clusters of overlapping
 * labels are merged and put where their wishes are met best on average (the pool adjacent violators method).
 */
export interface Wish<T> {
  readonly item: T;
  /** Where its center belongs. */
  readonly wish: number;
  readonly height: number;
}

export interface Placed<T> {
  readonly item: T;
  /** Center, in the same unit as the wish. */
  readonly at: number;
}

interface Cluster<T> {
  readonly wishes: readonly Wish<T>[];
  readonly size: number;
  readonly top: number;
}

function cluster<T>(wishes: readonly Wish<T>[], low: number, high: number): Cluster<T> {
  const size = wishes.reduce((sum, each) => sum + each.height, 0);
  let above = 0;
  let sum = 0;
  for (const { wish, height } of wishes) {
    sum += wish - above - height / 2;
    above += height;
  }
  return { wishes, size, top: Math.max(low, Math.min(sum / wishes.length, high - size)) };
}

export function stack<T>(wishes: readonly Wish<T>[], low: number, high: number): readonly Placed<T>[] {
  const clusters: Cluster<T>[] = [];
  for (const wish of [...wishes].sort((a, b) => a.wish - b.wish)) {
    let next = cluster([wish], low, high);
    for (let before = clusters.at(-1); before !== undefined; before = clusters.at(-1)) {
      if (before.top + before.size <= next.top) break;
      clusters.pop();
      next = cluster([...before.wishes, ...next.wishes], low, high);
    }
    clusters.push(next);
  }
  return clusters.flatMap(({ wishes: all, top }) => {
    let at = top;
    return all.map(({ item, height }) => {
      at += height;
      return { item, at: at - height / 2 };
    });
  });
}
