import { isOpen, nextClose, nextOpen } from '../../domain/session.ts';
import { toIso } from '../../wire/encode/index.ts';
import type { Facts } from './facts.ts';
import type { Question } from './question.ts';

const MINUTES = 60;
/** Change in average bar ranges from which a move counts as one. */
const MOVE = 1.5;

/** Trend of an hour: change, slope against the usual range of a bar, place in the range. A description, not advice. */
export function trend(facts: Facts, { symbol }: Question): string {
  if (symbol !== undefined && facts.isExample(symbol)) {
    return `${symbol} is one of the documents' example symbols: it is quoted in simulation, but there is no market and there are no bars behind it.`;
  }
  const roots = symbol === undefined ? facts.roots : [facts.rootOf(symbol)].filter((root) => root !== undefined);
  return roots.map((root) => trendOf(facts, root)).join('\n') || 'There is no market here yet.';
}

function trendOf(facts: Facts, root: string): string {
  const bars = facts.bars(root, MINUTES);
  const first = bars[0];
  const last = bars.at(-1);
  const name = facts.contractOf(root);
  if (first === undefined || last === undefined || bars.length < 10)
    return `${name}: fewer than 10 bars in the last hour, too few to speak of a trend.`;
  const change = last.close - first.open;
  const range = bars.reduce((sum, bar) => sum + (bar.high - bar.low), 0) / bars.length;
  const mean = bars.reduce((sum, bar) => sum + bar.close, 0) / bars.length;
  const high = Math.max(...bars.map((bar) => bar.high));
  const low = Math.min(...bars.map((bar) => bar.low));
  const steepness = Math.abs(slope(bars.map((bar) => bar.close)) * bars.length);
  const moves = range > 0 && Math.abs(change) > MOVE * range && steepness > MOVE * range;
  const word = moves ? (change > 0 ? 'rising (bullish momentum)' : 'falling (bearish momentum)') : 'sideways';
  const place = high === low ? 50 : Math.round(((last.close - low) / (high - low)) * 100);
  const percent = ((change / first.open) * 100).toFixed(2);
  const side = last.close >= mean ? 'above' : 'below';
  return (
    `${name} is ${word}: ${change >= 0 ? '+' : ''}${facts.price(root, change)} (${percent} %) over the last ${bars.length} minutes, ` +
    `last ${facts.price(root, last.close)}, ${side} its average of ${facts.price(root, mean)}, at ${place} % of the hour's range ` +
    `${facts.price(root, low)} to ${facts.price(root, high)}.`
  );
}

/** Least squares, per bar. */
function slope(values: readonly number[]): number {
  const n = values.length;
  const middle = (n - 1) / 2;
  let above = 0;
  let below = 0;
  for (const [x, y] of values.entries()) {
    above += (x - middle) * y;
    below += (x - middle) ** 2;
  }
  return below === 0 ? 0 : above / below;
}

export function price(facts: Facts, { symbol }: Question): string {
  const view = facts.account();
  if (view === undefined) return 'There is no picture of the market yet.';
  const roots = symbol === undefined ? facts.roots : [facts.rootOf(symbol)].filter((root) => root !== undefined);
  const lines = roots.flatMap((root) => {
    const quote = facts.quote(root);
    if (quote === undefined) return [];
    const at = (ticks: number): string => facts.price(root, ticks);
    return [
      `${facts.contractOf(root)}: last ${at(quote.lastTicks)}, bid ${at(quote.bidTicks)}, ask ${at(quote.askTicks)}, at ${toIso(quote.timeMs)}.`,
    ];
  });
  return lines.join('\n') || `I have no quote of ${symbol ?? 'anything'}.`;
}

export function hours(facts: Facts): string {
  const { calendar, nowMs } = facts;
  const view = facts.account();
  facts.note({
    kind: 'calendar',
    text: calendar.mode === 'always' ? 'simulation without a close' : 'calendar of the exchange',
  });
  if (calendar.mode === 'always')
    return 'This simulation is open around the clock; its trading day begins at 17:00 Chicago.';
  const open = isOpen(calendar, 'MES', nowMs);
  const line = open
    ? `The market is open and closes at ${toIso(nextClose(calendar, 'MES', nowMs))}.`
    : `The market is closed and opens at ${toIso(nextOpen(calendar, 'MES', nowMs))}.`;
  const flatBy = view?.flatByMs;
  return typeof flatBy === 'number' ? `${line} Strategies are flat by ${toIso(flatBy)}.` : line;
}
