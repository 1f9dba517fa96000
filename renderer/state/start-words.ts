import type { CockpitBook } from '../../engine/wire/index.ts';
import { STATE_WORDS } from './book-words.ts';
import type { CockpitState } from './cockpit.ts';
import { bookOf, shortTitle } from './select.ts';

/** What a start will do, said before it is done: the desk starts every strategy of its scope, however it was stopped. */
const STOPPED_BY: Readonly<Record<CockpitBook['stateReason'], string>> = {
  by_person: 'stopped by you',
  flattened: 'stopped after a flatten',
  first_run: 'not started yet',
  halt_expired: 'stopped by a limit that has ended',
  engine_dropped: 'stopped when its engine was dropped',
  daily_loss: 'stopped by the daily loss limit',
};

const NUMBERS = ['none', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** "MNQ", "MNQ and MES", "MNQ, MES and MGC". */
function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

function stoppedWords({ stateReason }: CockpitBook): string {
  return STOPPED_BY[stateReason];
}

/** Sentences about those that stand still, one for each reason. */
function reasons(books: readonly CockpitBook[], nameOf: (book: CockpitBook) => string): readonly string[] {
  const byReason = Map.groupBy(
    books.filter(({ state }) => state === 'EXITS_ONLY'),
    stoppedWords,
  );
  return [...byReason].map(([words, those]) => {
    const isAll = those.length === books.length && books.length > 1;
    return `${isAll ? 'All' : listed(those.map(nameOf))} ${those.length === 1 ? 'was' : 'were'} ${words}.`;
  });
}

/** Those halted: the desk takes no start for them before their time. */
function halts(state: CockpitState, books: readonly CockpitBook[]): readonly string[] {
  const halted = books.filter((book) => book.state === 'HALTED');
  const [first] = halted;
  if (first === undefined) return [];
  const isAccount = state.account?.state === 'HALTED';
  const who = isAccount ? 'The account' : listed(halted.map(({ id }) => shortTitle(state, id)));
  const are = isAccount || halted.length === 1 ? 'is' : 'are';
  return [`${who} ${are} halted (${STATE_WORDS[first.stateReason]}): the desk refuses this until the halt ends.`];
}

/** What starting entries of a scope does, in sentences, each strategy by name. */
export function startWords(state: CockpitState, scope: string): readonly string[] {
  const nameOf = ({ id }: Pick<CockpitBook, 'id'>): string => shortTitle(state, id);
  if (scope === 'account') {
    const books = state.symbols.flatMap(({ id }) => bookOf(state, id) ?? []);
    const running = books.filter((book) => book.state === 'RUN');
    const many = NUMBERS[state.symbols.length] ?? String(state.symbols.length);
    const all = `Starts ${state.symbols.length > 1 ? `all ${many}: ` : ''}${state.symbols.map(nameOf).join(', ')}.`;
    const run = `${listed(running.map(nameOf))} ${running.length === 1 ? 'runs' : 'run'} already.`;
    return [
      all,
      ...(running.length === 0 || running.length === books.length ? [] : [run]),
      ...reasons(books, nameOf),
      ...halts(state, books),
    ];
  }
  const book = bookOf(state, scope);
  const own = book === undefined ? [] : [book];
  // The account is started with the strategy: whatever only the account held back runs again too.
  const others = (state.account?.state === 'EXITS_ONLY' ? state.symbols : [])
    .flatMap(({ id }) => bookOf(state, id) ?? [])
    .filter((other) => other.id !== scope && other.number > 0 && other.ownState === 'RUN' && other.state !== 'RUN');
  return [
    'It may open positions again at its next setup.',
    ...reasons(own, () => 'It'),
    ...(others.length === 0
      ? []
      : [
          `The account’s stop ends with it: ${listed(others.map(nameOf))} ${others.length === 1 ? 'starts' : 'start'} too.`,
        ]),
    ...halts(state, own),
  ];
}
