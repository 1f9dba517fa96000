import type { CockpitAccount, CockpitBook, ReceiptMessage } from '../../engine/wire/index.ts';

/**
 * What the venue confirmed to be flat, and as of when: a book's id, or "account", with the receipt's market time. A
 * picture of the account that is not newer (the hub may be gone) is shown with that put in.
 */
export type Flats = Readonly<Record<string, { readonly atMs: number; readonly isBlocked: boolean }>>;

/** The desk's name of the step after which a scope takes no entries. */
const BLOCKED_STEP = 'entries_blocked';

function isNewer(account: CockpitAccount, atMs: number): boolean {
  return Date.parse(account.asOf.time) > atMs;
}

/** With what a receipt verifies; the same where it verifies nothing. */
export function withReceipt(flats: Flats, receipt: ReceiptMessage): Flats {
  if (!receipt.verified) return flats;
  const isBlocked = receipt.steps.some(({ name }) => name === BLOCKED_STEP);
  return { ...flats, [receipt.scope]: { atMs: Date.parse(receipt.timestamp), isBlocked } };
}

/** Without what a newer picture of the account has overtaken. */
export function withoutOvertaken(flats: Flats, account: CockpitAccount): Flats {
  const kept = Object.entries(flats).filter(([, { atMs }]) => !isNewer(account, atMs));
  return kept.length === Object.keys(flats).length ? flats : Object.fromEntries(kept);
}

function flatBook(book: CockpitBook, isBlocked: boolean): CockpitBook {
  const stopped = { ownState: 'EXITS_ONLY', state: 'EXITS_ONLY', stateReason: 'flattened' } as const;
  return {
    ...book,
    positions: [],
    workingOrders: 0,
    flattening: false,
    ...(isBlocked && book.state === 'RUN' ? stopped : {}),
  };
}

/** The account as last told, with each book flat that was verified since. What is then open in dollars is not known. */
export function withFlats(account: CockpitAccount, flats: Flats): CockpitAccount {
  const books = account.books.map((book) => {
    const flat = [flats[book.id], flats['account']].find((each) => each !== undefined && !isNewer(account, each.atMs));
    return flat === undefined ? book : flatBook(book, flat.isBlocked);
  });
  const isChanged = books.some((book, index) => book !== account.books[index]);
  if (!isChanged) return account;
  const isAllFlat = books.every(({ positions }) => positions.length === 0);
  return { ...account, books, openPnl: null, exposure: isAllFlat ? 0 : account.exposure };
}
