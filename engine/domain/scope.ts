import type { BookId } from './book.ts';

/** What an act is about: one book, or the whole account. */
export type Scope = { readonly book: BookId } | { readonly account: true };

export const ACCOUNT: Scope = { account: true };

/** How messages, exports and the wire name the account. No book may have this id. */
export const ACCOUNT_NAME = 'account';

export function scopeOfBook(book: BookId): Scope {
  return { book };
}

/** The book; undefined for the account. */
export function bookOf(scope: Scope): BookId | undefined {
  return 'book' in scope ? scope.book : undefined;
}

export function isAccount(scope: Scope): scope is { readonly account: true } {
  return 'account' in scope;
}

/** "account" or the book's id: for keys, words and the wire. */
export function scopeName(scope: Scope): string {
  return 'book' in scope ? scope.book : ACCOUNT_NAME;
}

/** The scope that a name on the wire or in an older file means. */
export function scopeNamed(name: string): Scope {
  return name === ACCOUNT_NAME ? ACCOUNT : { book: name };
}

/** True when acts on `outer` reach `inner`. */
export function covers(outer: Scope, inner: Scope): boolean {
  return isAccount(outer) || scopeName(outer) === scopeName(inner);
}
