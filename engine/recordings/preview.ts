import type { Bar } from '../domain/bar.ts';

/** Bars that a preview has at most. */
export const MOST_PREVIEW_BARS = 400;

export interface Preview {
  readonly bars: readonly Pick<Bar, 'timeMs' | 'open' | 'high' | 'low' | 'close'>[];
  /** Bars of the recording in one of these; of the last one as many as are left. */
  readonly barsEach: number;
}

/** A whole recording in a few bars: neighbors together, so that every extreme, the first open and the last close stay. */
export function previewOf(bars: readonly Bar[], most = MOST_PREVIEW_BARS): Preview {
  const barsEach = Math.max(1, Math.ceil(bars.length / most));
  const drawn = [];
  for (let at = 0; at < bars.length; at += barsEach) {
    const first = bars[at];
    const last = bars[Math.min(at + barsEach, bars.length) - 1];
    if (first === undefined || last === undefined) break;
    let { high, low } = first;
    for (let i = at + 1; i < at + barsEach && i < bars.length; i += 1) {
      high = Math.max(high, bars[i]?.high ?? high);
      low = Math.min(low, bars[i]?.low ?? low);
    }
    drawn.push({ timeMs: first.timeMs, open: first.open, high, low, close: last.close });
  }
  return { bars: drawn, barsEach };
}
