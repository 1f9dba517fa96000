import { EXIT_REASONS } from '../../domain/reasons.ts';
import { rMultiple, type Trade } from '../../domain/trade.ts';
import { at, type Facts, money, plural, signed } from './facts.ts';
import type { Question } from './question.ts';

export const NO_PICTURE = 'The desk has not told the account yet, so there is nothing to say.';

/** Trades of a period: the newest, the best or worst, or all in one line. */
export function trades(facts: Facts, question: Question): string {
  const targets = facts.targets(question);
  const where = ofWhat(question);
  if (question.count !== undefined && question.order === undefined) return last(facts, question, question.count);
  facts.account();
  const span = facts.span(question.period);
  if (span === undefined) return NO_PICTURE;
  const found = facts.trades(span, targets);
  if (found.length === 0) return `No closed trades${where} ${span.words}.`;
  if (question.order !== undefined) {
    const sorted = found.toSorted((a, b) => b.netCents - a.netCents);
    const one = question.order === 'best' ? sorted[0] : sorted.at(-1);
    return one === undefined ? '' : `The ${question.order} trade${where} ${span.words}: ${line(facts, one)}`;
  }
  const newest = found.at(-1);
  return [
    `${summary(found, where, span.words)}.`,
    ...(newest === undefined ? [] : [`The last one: ${line(facts, newest)}`]),
  ].join('\n');
}

export function last(facts: Facts, question: Question, count: number): string {
  const found = facts.lastTrades(count, facts.targets(question));
  if (found.length === 0) return `There are no closed trades${ofWhat(question)} yet.`;
  return found.map((trade) => line(facts, trade)).join('\n');
}

/** Why a position ended: the reason of the last trade, with the signal that began it. */
export function whyClosed(facts: Facts, question: Question): string {
  const [trade] = facts.lastTrades(1, facts.targets(question));
  if (trade === undefined) return `There are no closed trades${ofWhat(question)} yet.`;
  return `${line(facts, trade)} It ended by: ${EXIT_REASONS[trade.exitReason]}. It began by: ${trade.entryReason}.`;
}

/** Win rate, averages, profit factor, expectancy in dollars and R. */
export function stats(facts: Facts, question: Question): string {
  facts.account();
  const span = facts.span(question.period);
  if (span === undefined) return NO_PICTURE;
  const found = facts.trades(span, facts.targets(question));
  const where = ofWhat(question);
  if (found.length === 0) return `No closed trades${where} ${span.words}.`;
  const wins = found.filter(({ netCents }) => netCents > 0);
  const losses = found.filter(({ netCents }) => netCents <= 0);
  const won = sum(wins);
  const lost = sum(losses);
  const multiples = found.flatMap((trade) => rMultiple(trade) ?? []);
  const meanR = multiples.reduce((all, each) => all + each, 0) / Math.max(1, multiples.length);
  const { losing, winning } = streaks(found);
  return [
    `${summary(found, where, span.words)}.`,
    `Average win ${mean(wins)}, average loss ${mean(losses)}; profit factor ${lost === 0 ? 'without a loss' : (won / -lost).toFixed(2)}.`,
    `Expectancy ${mean(found)} a trade${multiples.length === 0 ? '' : `, ${meanR > 0 ? '+' : ''}${meanR.toFixed(2)} R`}; longest streak ${plural(winning, 'win')}, ${plural(losing, 'loss', 'losses')}.`,
  ].join('\n');
}

function summary(found: readonly Trade[], where: string, words: string): string {
  const wins = found.filter(({ netCents }) => netCents > 0).length;
  const fees = found.reduce((all, trade) => all + trade.feesCents, 0);
  const rate = Math.round((wins / found.length) * 100);
  return `${plural(found.length, 'trade')}${where} ${words}: ${wins} won, ${found.length - wins} not (${rate} % won), net ${signed(sum(found))} after ${money(fees)} of fees`;
}

function sum(trades: readonly Trade[]): number {
  return trades.reduce((all, trade) => all + trade.netCents, 0);
}

function mean(trades: readonly Trade[]): string {
  return trades.length === 0 ? 'none' : signed(Math.round(sum(trades) / trades.length));
}

function streaks(trades: readonly Trade[]): { readonly winning: number; readonly losing: number } {
  let winning = 0;
  let losing = 0;
  let run = 0;
  for (const { netCents } of trades) {
    const way = netCents > 0 ? 1 : -1;
    run = Math.sign(run) === way ? run + way : way;
    winning = Math.max(winning, run);
    losing = Math.max(losing, -run);
  }
  return { winning, losing };
}

/** " on gold", " of MGC-PO3", or nothing. */
export function ofWhat({ symbol, strategy }: Question): string {
  if (strategy !== undefined) return ` of ${strategy}`;
  return symbol === undefined ? '' : ` on ${symbol}`;
}

function line(facts: Facts, trade: Trade): string {
  const price = (ticksSum: number): string => facts.price(trade.root, ticksSum / trade.qty);
  return `${trade.book} ${trade.direction} ${trade.qty} ${trade.contractId} from ${price(trade.entryTicksSum)} to ${price(trade.exitTicksSum)}: ${signed(trade.netCents)} after ${money(trade.feesCents)} of fees (${EXIT_REASONS[trade.exitReason]}), ${at(trade.entryMs)} to ${at(trade.exitMs).slice(11)}.`;
}
