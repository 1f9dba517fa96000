import type { CockpitAccount } from '../../engine/wire/index.ts';

/** Something because of which no entries are taken, or that a person should know of books, venue or file. */
export interface Doubt {
  readonly key: string;
  readonly title: string;
  readonly detail: string;
  /** The difference that a person can confirm; undefined: it ends by itself. */
  readonly difference: string | undefined;
  /** Entries wait for it. */
  readonly blocks: boolean;
}

/** Every doubt of the account once, those that stop entries first. `titleOf` names a book as lists do. */
export function doubtsOf(
  account: Pick<CockpitAccount, 'blocks' | 'differences' | 'books' | 'journal'>,
  titleOf: (book: string) => string,
): readonly Doubt[] {
  const { differences, journal } = account;
  const found = new Map<string, Doubt>();
  if (journal.words !== '') {
    const { fault, words } = journal;
    found.set('journal', { key: 'journal', title: words, detail: '', difference: undefined, blocks: fault !== null });
  }
  for (const { id, message, done, blocks } of differences) {
    const title = `${blocks ? 'Entries wait: o' : 'O'}ur books and the venue differ`;
    found.set(id, { key: id, title, detail: `${message}; ${done}`, difference: blocks ? id : undefined, blocks });
  }
  const all = [...account.blocks, ...account.books.flatMap((book) => book.blocks)];
  const waiting = new Map<string, { readonly scopes: Set<string>; readonly words: string; readonly detail: string }>();
  for (const { scope, code, subject, words, detail } of all) {
    if (found.has(subject) || (code === 'file' && journal.fault !== null)) continue;
    const key = `${code}/${subject}`;
    const entry = waiting.get(key) ?? { scopes: new Set(), words, detail };
    entry.scopes.add(scope === 'account' ? 'the whole account' : titleOf(scope));
    waiting.set(key, entry);
  }
  for (const [key, { scopes, words, detail }] of waiting) {
    const title = `Entries of ${[...scopes].join(', ')} wait: ${words}`;
    found.set(key, { key, title, detail, difference: undefined, blocks: true });
  }
  return [...found.values()].toSorted((a, b) => Number(b.blocks) - Number(a.blocks));
}
