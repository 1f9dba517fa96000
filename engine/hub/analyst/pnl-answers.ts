import type { CalendarDay } from '../picture/hub-deps.ts';
import { type Facts, money, plural, signed } from './facts.ts';
import type { Question } from './question.ts';
import { NO_PICTURE, ofWhat } from './trade-answers.ts';

/** What was earned: today with open P&L, other days from their roll-ups. */
export function pnl(facts: Facts, question: Question): string {
  const view = facts.account();
  const span = facts.span(question.period);
  if (view === undefined || span === undefined) return NO_PICTURE;
  const targets = facts.targets(question);
  if (question.period === 'today') return targets === undefined ? today(facts) : todayOf(facts, question);
  if (question.period === 'all' && targets === undefined) {
    return `Since the start ${signed(view.equityCents - view.startBalanceCents)}: from ${money(view.startBalanceCents)} to an equity of ${money(view.equityCents)}.`;
  }
  const days = byDay(facts.days(span, targets));
  if (days.length === 0) return `Nothing is recorded${ofWhat(question)} ${span.words}.`;
  const trades = plural(
    days.reduce((sum, day) => sum + day.trades, 0),
    'trade',
  );
  const fees = money(days.reduce((sum, day) => sum + day.feesCents, 0));
  const head = `${capital(span.words)}${ofWhat(question)}: ${signed(net(days))} net, ${trades}, ${fees} of fees`;
  if (days.length === 1) return `${head}.`;
  const up = days.filter(({ netCents }) => netCents > 0).length;
  return `${head}; ${up} of ${days.length} days up. Best ${dayLine(best(days))}, worst ${dayLine(worst(days))}.`;
}

/** The best or worst trading day. */
export function bestDay(facts: Facts, question: Question): string {
  const span = facts.span(question.period === 'today' ? { lastDays: 30 } : question.period);
  if (facts.account() === undefined || span === undefined) return NO_PICTURE;
  const days = byDay(facts.days(span, facts.targets(question)));
  if (days.length === 0) return `Nothing is recorded${ofWhat(question)} ${span.words}.`;
  const isWorst = question.order === 'worst';
  const day = isWorst ? worst(days) : best(days);
  return `The ${isWorst ? 'worst' : 'best'} day${ofWhat(question)} ${span.words}: ${dayLine(day)} with ${plural(day?.trades ?? 0, 'trade')}.`;
}

/** Strategy beside strategy, the best first. */
export function compare(facts: Facts, question: Question): string {
  const view = facts.account();
  const span = facts.span(question.period);
  if (view === undefined || span === undefined) return NO_PICTURE;
  const rows = facts.strategiesOf(undefined).map((strategy) => {
    const book = view.books.find(({ book: id }) => id === strategy.id);
    if (question.period === 'today' && book !== undefined)
      return { name: strategy.name, netCents: book.dayNetCents, trades: book.dayTrades, wins: book.dayWins };
    const days = facts.days(span, [strategy]);
    return {
      name: strategy.name,
      netCents: net(days),
      trades: days.reduce((sum, day) => sum + day.trades, 0),
      wins: days.reduce((sum, day) => sum + day.wins, 0),
    };
  });
  const sorted = rows.toSorted((a, b) => b.netCents - a.netCents);
  const [first] = sorted;
  const last = sorted.at(-1);
  if (first === undefined || last === undefined) return 'There is no strategy here yet.';
  const lead = question.order === 'worst' ? `${last.name} did worst` : `${first.name} did best`;
  return [
    `${lead} ${span.words}.`,
    ...sorted.map((row) => `${row.name}: ${signed(row.netCents)}, ${plural(row.trades, 'trade')}, ${row.wins} won`),
  ].join('\n');
}

export function fees(facts: Facts, question: Question): string {
  const view = facts.account();
  const span = facts.span(question.period);
  if (view === undefined || span === undefined) return NO_PICTURE;
  const targets = facts.targets(question);
  const isToday = question.period === 'today';
  const parts = isToday
    ? facts.books(targets).map(({ dayFeesCents, dayTrades }) => ({ feesCents: dayFeesCents, trades: dayTrades }))
    : facts.days(span, targets);
  const paid = parts.reduce((sum, each) => sum + each.feesCents, 0);
  const count = parts.reduce((sum, each) => sum + each.trades, 0);
  const each = count === 0 ? '' : `, ${money(Math.round(paid / count))} a trade`;
  return `Fees${ofWhat(question)} ${span.words}: ${money(paid)} on ${plural(count, 'trade')}${each}. All results here are net of them.`;
}

export function balance(facts: Facts): string {
  const view = facts.account();
  if (view === undefined) return NO_PICTURE;
  return `Balance ${money(view.balanceCents)}, equity ${money(view.equityCents)} (${signed(view.openPnlCents)} open). It began with ${money(view.startBalanceCents)}; the day began at an equity of ${money(view.dayStartEquityCents)}. Buying power about ${money(view.buyingPowerCents)}.`;
}

/** How far below the account's high-water mark, and each strategy below its day's high: now and at the deepest. */
export function drawdown(facts: Facts, question: Question): string {
  const view = facts.account();
  const span = facts.span(question.period);
  if (view === undefined || span === undefined) return NO_PICTURE;
  const targets = facts.targets(question);
  const days = facts.days(span, targets);
  const depths = days.flatMap(({ maxDrawdownCents }) => maxDrawdownCents ?? []);
  const deepest = depths.length === 0 ? undefined : Math.max(...depths);
  const day = days.find(({ maxDrawdownCents }) => maxDrawdownCents === deepest)?.tradingDay;
  const depth =
    deepest === undefined
      ? ''
      : ` The deepest within a day ${span.words}: ${money(deepest)}${question.period === 'today' ? '' : ` on ${day ?? ''}`}.`;
  const curve = targets === undefined ? facts.equity(span) : undefined;
  const books = facts
    .books(targets)
    .filter((book) => book.drawdownCents > 0)
    .map((book) => `${book.name} ${money(book.drawdownCents)}`);
  const last = curve?.points.at(-1);
  const now =
    curve === undefined || last === undefined || question.period !== 'today'
      ? ''
      : `The account is ${money(last.drawdownCents)} below its high-water mark of ${money(curve.highWaterCents)}. `;
  const own =
    curve === undefined ? '' : `${now}The deepest from that mark ${span.words}: ${money(curve.deepestCents)}. `;
  return `${own}By strategy now: ${books.join(', ') || 'none'}.${depth}`;
}

function today(facts: Facts): string {
  const view = facts.account();
  if (view === undefined) return NO_PICTURE;
  const books = view.books
    .filter((book) => book.dayTrades > 0 || book.positions.length > 0)
    .map((book) => `${book.name} ${signed(book.dayNetCents)}`);
  const parts = books.length === 0 ? '' : ` (${books.join(', ')})`;
  return `Today ${signed(view.dayNetCents)}${parts}: ${signed(view.dayRealizedCents)} realized net of ${money(view.dayFeesCents)} fees, ${signed(view.openPnlCents)} open. Balance ${money(view.balanceCents)}, equity ${money(view.equityCents)}.`;
}

function todayOf(facts: Facts, question: Question): string {
  const lines = facts.books(facts.targets(question)).map((book) => {
    const open = book.positions.reduce((sum, { unrealizedCents }) => sum + (unrealizedCents ?? 0), 0);
    return `${book.name} today ${signed(book.dayNetCents)}: ${signed(book.dayRealizedCents)} realized net of ${money(book.dayFeesCents)} fees, ${signed(open)} open; ${plural(book.dayTrades, 'trade')}, ${book.dayWins} won.`;
  });
  return lines.join('\n') || `No strategy here trades ${question.symbol ?? question.strategy ?? 'that'}.`;
}

/** One entry a day, of several strategies' together. */
function byDay(days: readonly CalendarDay[]): readonly CalendarDay[] {
  const found = new Map<string, CalendarDay>();
  for (const day of days) {
    const known = found.get(day.tradingDay);
    found.set(
      day.tradingDay,
      known === undefined
        ? day
        : {
            ...known,
            netCents: known.netCents + day.netCents,
            grossCents: known.grossCents + day.grossCents,
            feesCents: known.feesCents + day.feesCents,
            trades: known.trades + day.trades,
            wins: known.wins + day.wins,
          },
    );
  }
  return [...found.values()].toSorted((a, b) => (a.tradingDay < b.tradingDay ? -1 : 1));
}

function net(days: readonly CalendarDay[]): number {
  return days.reduce((sum, day) => sum + day.netCents, 0);
}

function best(days: readonly CalendarDay[]): CalendarDay | undefined {
  return days.toSorted((a, b) => b.netCents - a.netCents)[0];
}

function worst(days: readonly CalendarDay[]): CalendarDay | undefined {
  return days.toSorted((a, b) => a.netCents - b.netCents)[0];
}

function dayLine(day: CalendarDay | undefined): string {
  return day === undefined ? 'none' : `${day.tradingDay} ${signed(day.netCents)}`;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
