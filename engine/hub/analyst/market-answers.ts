import type { Bar } from '../../domain/bar.ts';
import { dayText } from '../../domain/civil-day.ts';
import { holidayOn } from '../../domain/holidays.ts';
import { isOpen, nextClose, nextOpen } from '../../domain/session.ts';
import { DAY_MS } from '../../domain/units.ts';
import { toIso } from '../../wire/encode/index.ts';
import { at, type Facts, plural } from './facts.ts';
import type { Question } from './question.ts';

const MINUTES = 60;
/** Change in average bar ranges from which a move counts as one. */
const MOVE = 1.5;
const ATR_BARS = 14;

/** Trend of an hour: change, slope against the usual range of a bar, place in the range. A description, not advice. */
export function trend(facts: Facts, question: Question): string {
  const roots = rootsOf(facts, question);
  return roots.map((root) => trendOf(facts, root)).join('\n') || elsewhere(facts, question);
}

/** The markets that a question is about: one, or all that are traded here. */
function rootsOf(facts: Facts, { symbol, strategy }: Question): readonly string[] {
  if (strategy !== undefined)
    return facts
      .strategiesOf(undefined)
      .filter(({ id }) => id === strategy)
      .map(({ root }) => root);
  return symbol === undefined ? facts.roots : [facts.rootOf(symbol)].filter((root) => root !== undefined);
}

/** What no strategy trades: its quote where a watchlist has one, and what is traded here. */
function elsewhere(facts: Facts, { symbol }: Question): string {
  if (symbol === undefined) return 'There is no market here yet.';
  const traded = facts.roots.map((root) => facts.contractOf(root)).join(', ');
  const quote = facts.watched(symbol);
  if (quote === undefined) return `I have no data of ${symbol}: traded here are ${traded}.`;
  facts.note({ kind: 'quote', text: `watchlist quote of ${symbol}`, symbol, to: toIso(quote.timeMs) });
  const sign = quote.change24h > 0 ? '+' : '';
  return `${symbol} is not traded here and I keep no bars of it; its quote: ${quote.price}, bid ${quote.bid}, ask ${quote.ask}, ${sign}${quote.changePercent24h} % in 24 hours, from ${quote.low24h} to ${quote.high24h}${quote.simulated === true ? ' (simulated)' : ''}. Traded here are ${traded}.`;
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

export function price(facts: Facts, question: Question): string {
  const view = facts.account();
  if (view === undefined) return 'There is no picture of the market yet.';
  const lines = rootsOf(facts, question).flatMap((root) => {
    const quote = facts.quote(root);
    if (quote === undefined) return [];
    const priced = (ticks: number): string => facts.price(root, ticks);
    const spread = quote.askTicks - quote.bidTicks;
    facts.note({ kind: 'quote', text: `quote of ${facts.contractOf(root)}`, symbol: root, to: toIso(quote.timeMs) });
    return [
      `${facts.contractOf(root)}: last ${priced(quote.lastTicks)}, bid ${priced(quote.bidTicks)}, ask ${priced(quote.askTicks)}, spread ${priced(spread)} (${plural(spread, 'tick')}), at ${toIso(quote.timeMs)}.`,
    ];
  });
  return lines.join('\n') || elsewhere(facts, question);
}

/** High, low and how much it moves: of the trading day, and of a minute. */
export function range(facts: Facts, question: Question): string {
  const span = facts.span(question.period);
  if (span === undefined) return 'There is no picture of the market yet.';
  const lines = rootsOf(facts, question).map((root) => {
    const name = facts.contractOf(root);
    const bars = facts.barsBetween(root, span.fromMs, span.toMs);
    const [first] = bars;
    const last = bars.at(-1);
    if (first === undefined || last === undefined) return `${name}: no bars ${span.words}.`;
    const high = bars.reduce((most, bar) => Math.max(most, bar.high), first.high);
    const low = bars.reduce((least, bar) => Math.min(least, bar.low), first.low);
    const priced = (ticks: number): string => facts.price(root, ticks);
    const usual = mean(bars.map((bar) => bar.high - bar.low));
    const now = mean(trueRanges(bars.slice(-ATR_BARS - 1)));
    const pace = usual === 0 ? 1 : now / usual;
    const word = pace > 1.3 ? 'livelier than' : pace < 0.77 ? 'quieter than' : 'about as lively as';
    return `${name} ${span.words}: high ${priced(high)}, low ${priced(low)}, range ${priced(high - low)} (${plural(high - low, 'tick')}), last ${priced(last.close)}. A minute moves ${priced(now)} (true range of the last ${ATR_BARS}), ${word} usual ${span.words} (${priced(usual)}).`;
  });
  return lines.join('\n') || elsewhere(facts, question);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function trueRanges(bars: readonly Bar[]): readonly number[] {
  return bars.slice(1).map((bar, n) => {
    const before = bars[n]?.close ?? bar.open;
    return Math.max(bar.high, before) - Math.min(bar.low, before);
  });
}

/** What the strategies' own indicators show at the last closed bar. */
export function indicators(facts: Facts, question: Question): string {
  const strategies = facts.targets(question) ?? facts.strategiesOf(undefined);
  const lines = strategies.flatMap((strategy) => {
    const point = facts.lastPoint(strategy);
    const values = point?.values;
    if (point === undefined || values === undefined) return [`${strategy.name}: not warm yet.`];
    const { decimals } = facts.format(strategy.root);
    const priced = (value: number | undefined): string => (value === undefined ? 'not warm' : value.toFixed(decimals));
    const parts = [
      `close ${facts.price(strategy.root, point.bar.close)}`,
      ...(values.rsi === undefined ? [] : [`RSI ${values.rsi.toFixed(1)}`]),
      ...(values.bbUpper === undefined
        ? []
        : [`bands ${priced(values.bbLower)} / ${priced(values.bbMiddle)} / ${priced(values.bbUpper)}`]),
      ...(values.squeeze === undefined
        ? []
        : [`squeeze ${values.squeeze.squeezeFiring ? 'on' : 'off'}, momentum ${values.squeeze.momentum.toFixed(2)}`]),
    ];
    return [`${strategy.name} at ${at(point.bar.timeMs)}: ${parts.join(', ')}.`];
  });
  return lines.join('\n') || elsewhere(facts, question);
}

export function hours(facts: Facts): string {
  const { calendar, nowMs } = facts;
  const view = facts.account();
  facts.note({
    kind: 'calendar',
    text: calendar.mode === 'always' ? 'simulation without a close' : 'calendar of the exchange',
  });
  const holiday = nextHoliday(nowMs);
  const clock = `Market time is ${at(nowMs)}.`;
  if (calendar.mode === 'always')
    return `${clock} This simulation is open around the clock; its trading day begins at 17:00 Chicago. ${holiday}, which it does not keep.`;
  const line = isOpen(calendar, 'MES', nowMs)
    ? `The market is open and closes at ${at(nextClose(calendar, 'MES', nowMs))}.`
    : `The market is closed and opens at ${at(nextOpen(calendar, 'MES', nowMs))}.`;
  const flatBy = view?.flatByMs;
  const flat = typeof flatBy === 'number' ? ` Strategies are flat by ${at(flatBy)}.` : '';
  return `${clock} ${line}${flat} ${holiday}.`;
}

function nextHoliday(nowMs: number): string {
  const today = Math.floor(nowMs / DAY_MS);
  for (let day = today; day <= today + 370; day += 1) {
    const holiday = holidayOn(day);
    if (holiday !== undefined) return `The exchange's next holiday or early close: ${holiday.name}, ${dayText(day)}`;
  }
  return "The exchange's calendar names no holiday within a year";
}
