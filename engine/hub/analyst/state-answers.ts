import { ALARM_CODES } from '../../domain/events.ts';
import { DENIAL_REASONS, STANDING_REASONS } from '../../domain/reasons.ts';
import { culprits, sourceName } from '../../domain/heard-sources.ts';
import type { BookSnapshot } from '../../domain/views.ts';
import { at, type Facts, plural } from './facts.ts';
import type { Question } from './question.ts';
import { NO_PICTURE, ofWhat } from './trade-answers.ts';

const MODES: Readonly<Record<string, string>> = {
  SIM: 'a simulated market, no real money',
  REPLAY: 'a recorded market, no real money',
  PRACTICE: "the broker's practice account, no real money",
  LIVE: 'real money',
};

export function state(facts: Facts, question: Question): string {
  const view = facts.account();
  if (view === undefined) return NO_PICTURE;
  const until = view.stateUntilMs === null ? '' : ` until ${at(view.stateUntilMs)}`;
  const ended = view.ended ? ' The recording has ended.' : '';
  const speed = view.mode === 'SIM' || view.mode === 'REPLAY' ? `, speed ${view.speed}` : '';
  return [
    `The account is in ${view.state.replace('_', ' ')}${until} (${STANDING_REASONS[view.stateReason]}), mode ${view.mode} (${MODES[view.mode] ?? ''}${speed}).${ended}`,
    ...facts
      .books(facts.targets(question))
      .filter((book) => book.number > 0)
      .map(bookLine),
  ].join('\n');
}

function bookLine(book: BookSnapshot): string {
  const notes = [
    book.feedStale ? ALARM_CODES.feed_stale : '',
    book.engine === 'up' ? '' : `its engine is ${book.engine}`,
    book.flattening ? 'being flattened' : '',
  ];
  const extra = notes.filter((text) => text !== '').join(', ');
  return `${book.name}: ${book.state.replace('_', ' ')} (${STANDING_REASONS[book.stateReason]})${extra === '' ? '' : `; ${extra}`}`;
}

export function setup(facts: Facts, question: Question): string {
  const strategies = facts.targets(question) ?? facts.strategiesOf(undefined);
  const lines = strategies.flatMap((strategy) => {
    const view = facts.view(strategy);
    if (view === undefined) return [];
    const pending =
      view.pendingSetup === null
        ? ''
        : `, pending ${view.pendingSetup}${view.barsLeft === null ? '' : `, ${plural(view.barsLeft, 'bar')} left`}`;
    return [`${strategy.name}: ${view.phase}${pending}. ${view.note}`];
  });
  return lines.join('\n') || 'No strategy has shown anything of itself yet.';
}

/** Why nothing is traded: its state, what it waits for, and what was denied today. */
export function whyNot(facts: Facts, question: Question): string {
  const view = facts.account();
  const span = facts.span('today');
  if (view === undefined || span === undefined) return NO_PICTURE;
  const targets = facts.targets(question);
  const denied = facts
    .rows('OrderDenied', span.fromMs)
    .filter(({ event }) => targets === undefined || targets.some(({ id }) => id === event.book));
  const counts = new Map<string, number>();
  for (const { event } of denied) {
    const key = `${event.book}: ${DENIAL_REASONS[event.reason]}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const newest = denied.at(-1);
  const what =
    newest === undefined
      ? `No entry${ofWhat(question)} was denied today.`
      : [
          `${plural(denied.length, 'entry', 'entries')}${ofWhat(question)} denied today:`,
          ...[...counts].map(([text, count]) => `- ${text} (${count} x)`),
          `The last one, ${at(newest.timeMs)}: ${newest.event.book} ${newest.event.side} ${newest.event.qty} ${newest.event.contractId}, ${newest.event.detail}.`,
        ].join('\n');
  const books = facts
    .books(targets)
    .filter((book) => book.number > 0 && (targets !== undefined || book.state !== 'RUN'));
  return [...books.map(bookLine), ...(targets === undefined ? [] : [setup(facts, question)]), what].join('\n');
}

/** Is everything in order: link, sources, processes, feeds, the day's alarms. */
export function health(facts: Facts): string {
  const view = facts.account();
  const span = facts.span('today');
  if (view === undefined || span === undefined) return NO_PICTURE;
  const { link, processes } = facts.machine;
  const faults = [
    ...(link.up
      ? []
      : [`The link to the desk is down since ${at(link.sinceMs)}: ${link.message}. All of this is old.`]),
    ...culprits(facts.age.sources).map(
      (source) => `The ${sourceName(source)} has not been heard for ${Math.round(source.ageMs / 1_000)} s.`,
    ),
    ...processes.filter((each) => each.state !== 'up').map(({ name, state: how }) => `${name} is ${how}.`),
    ...view.books.filter((book) => book.feedStale).map((book) => `${book.name}: ${ALARM_CODES.feed_stale}.`),
    ...view.books
      .filter((book) => book.kind === 'strategy' && book.engine !== 'up')
      .map((book) => `${book.name}: its engine is ${book.engine}.`),
    ...view.books
      .filter((book) => book.positions.some(({ stop }) => stop === null))
      .map((book) => `${book.name} holds a position without a stop.`),
    ...(view.state === 'HALTED' ? [`The account is halted (${STANDING_REASONS[view.stateReason]}).`] : []),
    ...(view.isAtRisk ? ['More than 80 % of the daily loss limit is used.'] : []),
  ];
  const alarms = facts.rows('Alarm', span.fromMs);
  const newest = alarms.at(-1);
  const told =
    newest === undefined
      ? 'No alarms today.'
      : `${plural(alarms.length, 'alarm')} today, the last at ${at(newest.timeMs)}: ${newest.event.message}.`;
  const up = processes.filter((each) => each.state === 'up').length;
  const calm = `All in order: ${plural(up, 'process', 'processes')} up, every feed fresh.`;
  return [...(faults.length === 0 ? [calm] : faults), told].join('\n');
}
