import { ALARM_CODES } from '../../domain/events.ts';
import { EXIT_REASONS } from '../../domain/reasons.ts';
import { parseDay, dayText } from '../../domain/civil-day.ts';
import { tradingDaySpan } from '../../domain/session.ts';
import { DAY_MS } from '../../domain/units.ts';
import type { Trade } from '../../domain/trade.ts';
import { toIso } from '../../wire/encode/index.ts';
import { type Facts, money, signed } from './facts.ts';
import type { Period, Question } from './question.ts';

const NO_PICTURE = 'The desk has not told the account yet, so there is nothing to say.';

export function position(facts: Facts, { symbol }: Question): string {
  const view = facts.account();
  if (view === undefined) return NO_PICTURE;
  const root = symbol === undefined ? undefined : facts.rootOf(symbol);
  const open = facts.books(root).flatMap((book) => (book.position === null ? [] : [{ book, position: book.position }]));
  if (open.length === 0) return `Flat${symbol === undefined ? '' : ` on ${symbol}`}: no open position.`;
  return open
    .map(({ book, position: held }) => {
      facts.note({
        kind: 'position',
        text: `${book.name}, trade ${held.tradeId}`,
        symbol: held.contractId,
        ids: [held.tradeId],
      });
      const at = (ticks: number): string => facts.price(held.root, ticks);
      const stop =
        held.stop === null
          ? 'NO stop'
          : `stop ${at(held.stop.ticks)}${held.stop.atVenueSinceMs === undefined ? ' (not yet at the broker)' : ''}`;
      const target = held.targets[0] === undefined ? 'no open target' : `next target ${at(held.targets[0].ticks)}`;
      return `${book.name} is ${held.direction} ${held.qty} ${held.contractId} from ${at(held.averageTicks)}, marked at ${at(held.markTicks)}: ${signed(held.unrealizedCents)} open; ${stop}, ${target}.`;
    })
    .join('\n');
}

export function limits(facts: Facts): string {
  const view = facts.account();
  if (view === undefined) return NO_PICTURE;
  const limit =
    view.dailyLossLimitCents === null || view.roomCents === null
      ? 'The daily loss limit is off.'
      : `Room to the daily loss limit of ${money(view.dailyLossLimitCents)}: ${money(view.roomCents)} (the day stands at ${signed(view.dayNetCents)}).${view.isAtRisk ? ' More than 80 % of it is used.' : ''}`;
  return `${limit} Exposure: ${view.exposure} of at most ${view.accountCap} contracts, counted in micros. Buying power about ${money(view.buyingPowerCents)}.`;
}

export function state(facts: Facts): string {
  const view = facts.account();
  if (view === undefined) return NO_PICTURE;
  const until = view.stateUntilMs === null ? '' : ` until ${toIso(view.stateUntilMs)}`;
  const lines = view.books
    .filter((book) => book.number > 0)
    .map((book) => {
      const notes = [
        book.feedStale ? ALARM_CODES.feed_stale : '',
        book.engine === 'up' ? '' : `its engine is ${book.engine}`,
        book.flattening ? 'being flattened' : '',
      ];
      const extra = notes.filter((text) => text !== '').join(', ');
      return `${book.name}: ${book.state.replace('_', ' ')} (${book.stateReason.replaceAll('_', ' ')})${extra === '' ? '' : `; ${extra}`}`;
    });
  const ended = view.ended ? ' The recording has ended.' : '';
  return [
    `The account is in ${view.state.replace('_', ' ')}${until} (${view.stateReason.replaceAll('_', ' ')}), mode ${view.mode}.${ended}`,
    ...lines,
  ].join('\n');
}

export function setup(facts: Facts, { symbol }: Question): string {
  const root = symbol === undefined ? undefined : facts.rootOf(symbol);
  const lines = facts.strategiesOf(root).flatMap((strategy) => {
    const view = facts.view(strategy);
    if (view === undefined) return [];
    const pending =
      view.pendingSetup === null
        ? ''
        : `, pending ${view.pendingSetup}${view.barsLeft === null ? '' : `, ${view.barsLeft} bars left`}`;
    return [`${strategy.name}: ${view.phase}${pending}. ${view.note}`];
  });
  return lines.join('\n') || 'No strategy has shown anything of itself yet.';
}

export function orders(
  facts: Facts,
  open: readonly { orderId: string; side: string; qty: number; contractId: string; role: string; status: string }[],
): string {
  facts.account();
  if (open.length === 0) return 'No working orders.';
  return open
    .map(
      (order) =>
        `${order.orderId}: ${order.side} ${order.qty} ${order.contractId}, ${order.role}, ${order.status.replace('_', ' ')}`,
    )
    .join('\n');
}

export function trades(facts: Facts, question: Question): string {
  const root = question.symbol === undefined ? undefined : facts.rootOf(question.symbol);
  const many = question.count !== undefined && question.period === 'today' ? 'all' : question.period;
  const span = spanOf(facts, many);
  if (span === undefined) return NO_PICTURE;
  const found = facts.trades(span.fromMs, span.toMs, root);
  const where = question.symbol === undefined ? '' : ` on ${question.symbol}`;
  if (found.length === 0) return `No closed trades${where} ${span.words}.`;
  if (question.order !== undefined) {
    const sorted = found.toSorted((a, b) => b.netCents - a.netCents);
    const one = question.order === 'best' ? sorted[0] : sorted.at(-1);
    return one === undefined ? '' : `The ${question.order} trade${where} ${span.words}: ${line(one)}`;
  }
  if (question.count !== undefined) return found.slice(-question.count).map(line).join('\n');
  const wins = found.filter((trade) => trade.netCents > 0);
  const net = found.reduce((sum, trade) => sum + trade.netCents, 0);
  const fees = found.reduce((sum, trade) => sum + trade.feesCents, 0);
  const head = `${found.length} ${found.length === 1 ? 'trade' : 'trades'}${where} ${span.words}: ${wins.length} won, ${found.length - wins.length} not (${Math.round((wins.length / found.length) * 100)} %), net ${signed(net)} after ${money(fees)} of fees.`;
  const last = found.at(-1);
  return last === undefined ? head : `${head}\nThe last one: ${line(last)}`;
}

export function pnl(facts: Facts, question: Question): string {
  const view = facts.account();
  if (view === undefined) return NO_PICTURE;
  if (question.period === 'today') {
    const books = view.books
      .filter((book) => book.dayTrades > 0 || book.position !== null)
      .map((book) => `${book.name} ${signed(book.dayNetCents)}`);
    const parts = books.length === 0 ? '' : ` (${books.join(', ')})`;
    return `Today ${signed(view.dayNetCents)}${parts}: ${signed(view.dayRealizedCents)} realized net of ${money(view.dayFeesCents)} fees, ${signed(view.openPnlCents)} open. Balance ${money(view.balanceCents)}, equity ${money(view.equityCents)}.`;
  }
  if (question.period === 'all') {
    return `Since the start ${signed(view.equityCents - view.startBalanceCents)}: from ${money(view.startBalanceCents)} to an equity of ${money(view.equityCents)}.`;
  }
  const today = parseDay(view.tradingDay) ?? 0;
  const { from, to, words } = daysOf(question.period, today);
  const days = facts.days(dayText(from), dayText(to));
  if (days.length === 0) return `Nothing is recorded for ${words}.`;
  const net = days.reduce((sum, day) => sum + day.netCents, 0);
  const count = days.reduce((sum, day) => sum + day.trades, 0);
  return `${words[0]?.toUpperCase()}${words.slice(1)}: ${signed(net)} net on ${days.length} trading ${days.length === 1 ? 'day' : 'days'} with ${count} trades; best day ${signed(Math.max(...days.map((day) => day.netCents)))}, worst ${signed(Math.min(...days.map((day) => day.netCents)))}.`;
}

function daysOf(period: Exclude<Period, 'today' | 'all'>, today: number): { from: number; to: number; words: string } {
  if (period === 'yesterday')
    return { from: today - (weekdayOf(today) === 1 ? 3 : 1), to: today - 1, words: 'yesterday' };
  return period === 'week'
    ? { from: today - 6, to: today, words: 'the last 7 days' }
    : { from: today - 29, to: today, words: 'the last 30 days' };
}

/** 0 Sunday: before a Monday comes Friday. */
function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

function spanOf(facts: Facts, period: Period): { fromMs: number; toMs: number; words: string } | undefined {
  const view = facts.account();
  if (view === undefined) return undefined;
  const { fromMs, toMs } = tradingDaySpan(facts.calendar, view.tradingDay);
  switch (period) {
    case 'today':
      return { fromMs, toMs, words: 'today' };
    case 'yesterday':
      return {
        fromMs: fromMs - (new Date(fromMs).getUTCDay() <= 1 ? 3 : 1) * DAY_MS,
        toMs: fromMs,
        words: 'the trading day before',
      };
    case 'week':
      return { fromMs: toMs - 7 * DAY_MS, toMs, words: 'in the last 7 days' };
    case 'month':
      return { fromMs: toMs - 30 * DAY_MS, toMs, words: 'in the last 30 days' };
    case 'all':
      return { fromMs: 0, toMs, words: 'so far' };
  }
}

function line(trade: Trade): string {
  return `${trade.book} ${trade.direction} ${trade.qty} ${trade.contractId}, ${signed(trade.netCents)} (${EXIT_REASONS[trade.exitReason]}), closed ${toIso(trade.exitMs)}.`;
}
