/** Stands in the file's header (`PRAGMA application_id`): "PitV". */
export const VENUE_APPLICATION_ID = 0x50697456;
export const VENUE_SCHEMA_VERSION = 1;
export const VENUE_FILE = 'venue.db';
/** Held by the one venue that works on a data folder; the file itself stays free for readers. */
export const VENUE_LOCK_FILE = 'venue.lock.db';
/** Space that is given up when the disk is full. */
export const VENUE_BALLAST_FILE = 'venue.ballast';

/**
 * The broker's own file. Everything belongs to a run; runs that are over stay.
 *
 * ends: the end of each step, a ring of the last steps by `slot` (n modulo its size): one small row rewritten a step.
 * reports: the broker's log, as it was told (JSON). commands, orders: what was ever taken, so that a repeat is known.
 * state: open orders, books, commands on their way (JSON), replaced whenever it changes.
 */
export const VENUE_SCHEMA = `
CREATE TABLE venue (id INTEGER PRIMARY KEY CHECK (id = 1), epoch INTEGER NOT NULL) STRICT;
INSERT INTO venue VALUES (1, 0);
CREATE TABLE runs (
  number INTEGER PRIMARY KEY, run TEXT NOT NULL UNIQUE, in_bulk INTEGER NOT NULL DEFAULT 0,
  start_after_ms INTEGER NOT NULL, fine_from_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE ends (
  run INTEGER NOT NULL REFERENCES runs, slot INTEGER NOT NULL, n INTEGER NOT NULL, end_ms INTEGER NOT NULL,
  PRIMARY KEY (run, slot)
) STRICT, WITHOUT ROWID;
CREATE TABLE reports (
  run INTEGER NOT NULL REFERENCES runs, seq INTEGER NOT NULL, step INTEGER NOT NULL, immediate INTEGER NOT NULL,
  json TEXT NOT NULL, PRIMARY KEY (run, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX reports_by_step ON reports (run, step);
CREATE TABLE commands (
  run INTEGER NOT NULL REFERENCES runs, command_id TEXT NOT NULL, first_seq INTEGER, last_seq INTEGER,
  PRIMARY KEY (run, command_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE orders (
  run INTEGER NOT NULL REFERENCES runs, order_id TEXT NOT NULL, PRIMARY KEY (run, order_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE state (run INTEGER PRIMARY KEY REFERENCES runs, json TEXT NOT NULL) STRICT;
`;

/** Tables that hold a run's rows, by column `run`. */
export const RUN_TABLES = ['ends', 'reports', 'commands', 'orders', 'state'] as const;
