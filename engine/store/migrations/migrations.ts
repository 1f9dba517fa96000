import { M0001_FIRST } from './m0001-first.ts';
import { M0002_ACCOUNT_KEY } from './m0002-account-key.ts';
import { M0003_WIDE_BARS } from './m0003-wide-bars.ts';
import { M0004_DOCUMENT_VIEWS } from './m0004-document-views.ts';
import { M0005_FILLS } from './m0005-fills.ts';
import { M0006_IMPORTED_PRINTS } from './m0006-imported-prints.ts';

/** Brings a file from version `version - 1` to `version`. Never changed once released; the next change is a new one. */
export interface Migration {
  readonly version: number;
  readonly sql: string;
}

/** In order, numbered from 1 without a gap. */
export const MIGRATIONS: readonly Migration[] = [
  { version: 1, sql: M0001_FIRST },
  { version: 2, sql: M0002_ACCOUNT_KEY },
  { version: 3, sql: M0003_WIDE_BARS },
  { version: 4, sql: M0004_DOCUMENT_VIEWS },
  { version: 5, sql: M0005_FILLS },
  { version: 6, sql: M0006_IMPORTED_PRINTS },
];
