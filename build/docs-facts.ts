/** Figures that the pages repeat from the code: what a page says stands beside the line of code that makes it so. */
import type { Breach } from './check-imports.ts';

export interface Fact {
  readonly page: string;
  /** Words of the page, blanks and line ends alike. */
  readonly says: string;
  readonly file: string;
  /** Text of the file, blanks and line ends alike. */
  readonly code: string;
}

function facts(page: string, rows: readonly (readonly [says: string, file: string, code: string])[]): readonly Fact[] {
  return rows.map(([says, file, code]) => ({ page, says, file, code }));
}

const OPTIONS = 'engine/config/options.ts';
const KEYS = 'renderer/state/keys.ts';

export const FACTS: readonly Fact[] = [
  ...facts('README.md', [
    ['Any Node.js from 20.20 on', 'package.json', '"node": ">=20.20"'],
    ['twenty simulated days', OPTIONS, "key: 'historyDays', kind: wholeNumber(0, 250), default: 20,"],
    [
      'F8 / Shift+F8 | flatten the strategy that is selected, or shown in a torn-off window / everything',
      KEYS,
      "'flatten-selected': 'F8', 'flatten-everything': 'Shift+F8',",
    ],
    ['F9 / Shift+F9 | stop entries', KEYS, "'stop-selected': 'F9', 'stop-everything': 'Shift+F9',"],
    ['Ctrl+K or `/`, `?`', KEYS, "palette: 'Ctrl+K', 'palette-slash': '/', 'key-map': '?',"],
  ]),
  ...facts('docs/architecture.md', [
    ['port 3000: cockpit page', OPTIONS, "kind: port, default: 3000, doc: 'Port of the hub:"],
    ['(3333, 3334, ...)', OPTIONS, '{ MNQ: 3333, MES: 3334,'],
    ['Five deaths of an engine within a minute', 'engine/host/restart-policy.ts', 'windowMs: 60_000, mostDeaths: 5,'],
    ['tried again, at last every 20 s', 'engine/host/restart-policy.ts', '10_000, 20_000], givesUp: false,'],
    ['the venue waits 30 s for another desk', 'engine/venue/venue-process.ts', 'LINKLESS_MS = 30_000'],
  ]),
  ...facts('docs/desk.md', [
    ['(`flatten_stuck`, again every 15 s)', 'engine/desk/core/flattens.ts', 'ALARM_EVERY_MS = 15_000'],
    ['1, 2, 4, then every 8 seconds', 'engine/execution/flatten-machine.ts', 'pausesMs: [1_000, 2_000, 4_000, 8_000]'],
    ['that none covers for 500 ms', 'engine/desk/core/protection-watch.ts', 'GRACE_MS = 500'],
    ['is closed after 2 s', 'engine/desk/core/protection-watch.ts', 'CLOSE_MS = 2_000'],
    ['at least 250 ms apart', 'engine/desk/core/market-state.ts', 'APART_MS = 250'],
    ['from 1 dollar with an alarm', 'engine/desk/core/reconciler.ts', 'MONEY_ALARM_CENTS = 100;'],
    ['from 25 with a block', 'engine/desk/core/reconciler.ts', 'MONEY_BLOCK_CENTS = 2_500;'],
    [
      '`reconcile`: books and venue disagree',
      'engine/domain/reasons.ts',
      "reconcile: 'our books and the venue disagree'",
    ],
    ["`doubt`: an order's fate is not known", 'engine/domain/reasons.ts', "doubt: 'the fate of an order is not known'"],
    ['`file`: the journal cannot be written', 'engine/domain/reasons.ts', "file: 'the journal cannot be written'"],
  ]),
  ...facts('docs/decisions.md', [
    ["bar's close fills at the next bar's open, 50 ms later", OPTIONS, "default: 50, unit: 'ms'"],
  ]),
  ...facts('docs/storage.md', [
    ['its 8 MiB are on the disk', 'engine/store/journal/open-journal.ts', 'SPILL_BYTES = 8 * 1024 * 1024'],
    ['| 32 MiB without meaning', 'engine/store/journal/open-journal.ts', 'BALLAST_BYTES = 32 * 1024 * 1024'],
    ["a quarter of a second for another program's lock", 'engine/store/journal/open-journal.ts', 'BUSY_MS = 250'],
    ['groups of 5,000 commits', 'engine/store/journal/bulk.ts', 'GROUP_COMMITS = 5_000'],
    ['30 different acts a minute stand as they are', 'engine/ports/audit-fold.ts', 'MOST_OF_ONE = 30'],
    ['of all strangers together 200', 'engine/ports/audit-fold.ts', 'MOST_OF_STRANGERS = 200'],
    ['up to 10,000 rows are held', 'engine/store/audit/audit-log.ts', 'MOST_HELD = 10_000'],
  ]),
  ...facts('docs/strategies.md', [
    ['the usual 1,000', OPTIONS, 'default: 1_000_00,'],
    ['daily loss limit of 5,000 dollars', 'engine/config/settle.ts', 'DEMO_DAILY_LOSS_CENTS = 5_000_00'],
  ]),
  ...facts('docs/wire.md', [
    ['after ten minutes it is forgotten', 'engine/hub/people/devices.ts', 'CONFIRM_MS = 10 * 60_000'],
    ['typed within the last ten minutes', 'engine/hub/people/sessions.ts', 'OWNING_MS = 10 * 60_000'],
    [
      'document 000: ports 3333 to 3336 and 3006',
      OPTIONS,
      "{ MNQ: 3333, MES: 3334, MGC: 3335, M6E: 3336, 'MGC-PO3': 3006 }",
    ],
    [
      '1,000 / 5 (`MAX_WEBSOCKET_CONNECTIONS`, `MAX_CONNECTIONS_PER_USER`)',
      OPTIONS,
      "default: 1_000, doc: 'Sockets in all.'",
    ],
    ['1,000 / 5 (', OPTIONS, 'default: 5, doc: "Sockets per user;'],
    ['60 a minute (`MAX_MESSAGES_PER_MINUTE`)', OPTIONS, "default: 60, doc: 'Messages of a user per minute."],
    ['of another network 30 a minute', 'engine/adapters/web/connection-rate.ts', 'NEW_CONNECTIONS_A_MINUTE = 30'],
    ['200 in all, 20 of one network', 'engine/adapters/bounds/strangers.ts', 'MOST = 200; const MOST_OF_ONE = 20'],
    ['150 of this machine', 'engine/adapters/bounds/strangers.ts', 'MOST_OF_MACHINE = 150'],
    [
      '16 per user, 48 in all, 16 more for the owner',
      'engine/adapters/reading/read-places.ts',
      'perCaller: 16, all: 64, forOwner: 16',
    ],
    ['6,000 messages a minute', 'engine/hub/telling/message-limits.ts', 'MOST_A_MINUTE = 6_000'],
    ['then 300 refusals', 'engine/hub/telling/subscriptions.ts', 'MOST_REFUSALS = 300'],
    ['60 a minute per network and route; after five failures', 'engine/hub/calls/call-limits.ts', 'failures: 60'],
    [
      'after five failures of a name 30 s',
      'engine/hub/people/login-guard.ts',
      'FREE_FAILURES = 5; const FIRST_LOCK_MS = 30_000',
    ],
    ['doubling to 15 min', 'engine/hub/people/login-guard.ts', 'LONGEST_LOCK_MS = 15 * 60_000'],
    ["the owner's pages end after 12 h", 'engine/hub/people/sessions.ts', 'IDLE_MS = 12 * 3_600_000'],
    ['after 30 days', 'engine/hub/people/sessions.ts', 'LONGEST_MS = 30 * 86_400_000'],
    ['at most 20 log-ins', 'engine/hub/people/sessions.ts', 'MOST_OF_ONE = 20'],
    ['JWT of 15 min', 'engine/adapters/web/token-check.ts', 'SHARED_LIFE_MS = 15 * 60_000'],
    ['typed within the hour', 'engine/hub/people/sessions.ts', 'TRADING_MS = 60 * 60_000'],
    ['it is good once, for two minutes', 'engine/hub/people/one-time-codes.ts', 'CODE_LIFE_MS = 120_000'],
    ['gave out at most 30 s ago', 'engine/adapters/proof/proof-check.ts', 'NONCE_LIFE_MS = 30_000'],
    ['remembers 20,000 proofs', 'engine/adapters/proof/proof-check.ts', 'MOST_REMEMBERED = 20_000'],
    ['every five seconds, so that a key', 'renderer/connection/hub-link.ts', 'PING_MS = 5_000'],
    ['a socket with 5,000 of them or 4 MB waiting', 'engine/adapters/web/latest.ts', 'MOST_BACKLOG = 5_000'],
    ['comes back within two minutes', 'engine/adapters/web/resume.ts', 'RESUME_MS = 120_000'],
  ]),
];

function plain(text: string): string {
  return text.replace(/\s+/g, ' ');
}

/** Facts whose page says otherwise, or whose code is otherwise. `read` gives a file's text by its project-relative path. */
export function factBreaches(read: (file: string) => string, table: readonly Fact[] = FACTS): readonly Breach[] {
  const has = (file: string, words: string): boolean => plain(read(file)).includes(words);
  return table.flatMap(({ page, says, file, code }) => {
    if (!has(page, says))
      return [{ file: page, line: 1, message: `does not say "${says}" any more (build/docs-facts.ts)` }];
    if (has(file, code)) return [];
    return [{ file: page, line: 1, message: `says "${says}", but ${file} has no "${code}" (build/docs-facts.ts)` }];
  });
}
