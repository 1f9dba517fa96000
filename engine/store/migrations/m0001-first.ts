/**
 * Version 1: everything of the spine. Times ending in `_ms` are epoch milliseconds, market time unless `wall`; money is
 * cents, prices are ticks. Packed ids: `engine/store/schema/packing.ts`.
 */
export const M0001_FIRST = `
CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

-- One run of one account. Its number is part of every packed id.
CREATE TABLE runs (
  number INTEGER PRIMARY KEY CHECK (number BETWEEN 1 AND 32767),
  name TEXT NOT NULL UNIQUE,
  account TEXT NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('SIM', 'REPLAY', 'PRACTICE', 'LIVE')),
  start_balance_cents INTEGER NOT NULL,
  config_hash TEXT NOT NULL,
  sim_key TEXT NOT NULL,
  created_wall_ms INTEGER NOT NULL,
  -- 1: the recording has ended.
  ended INTEGER NOT NULL DEFAULT 0,
  -- 1: days are being played in advance; found so at a start, the run is begun anew.
  in_bulk INTEGER NOT NULL DEFAULT 0
);

-- Where each run stands. One small row, rewritten by every commit.
CREATE TABLE heads (
  run INTEGER PRIMARY KEY,
  step INTEGER NOT NULL,
  step_end_ms INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  last_hash BLOB NOT NULL
);

CREATE TABLE desk_state (
  run INTEGER PRIMARY KEY,
  step INTEGER NOT NULL,
  json TEXT NOT NULL
);

-- id = run, seq. The hash covers everything but wall_ms (docs/storage.md).
CREATE TABLE journal (
  id INTEGER PRIMARY KEY,
  step INTEGER NOT NULL,
  time_ms INTEGER NOT NULL,
  wall_ms INTEGER NOT NULL,
  book TEXT,
  interactive INTEGER NOT NULL,
  event TEXT NOT NULL,
  hash BLOB NOT NULL,
  run INTEGER GENERATED ALWAYS AS (id >> 33) VIRTUAL,
  seq INTEGER GENERATED ALWAYS AS (id & 8589934591) VIRTUAL,
  type TEXT GENERATED ALWAYS AS (iif(json_valid(event), event ->> '$.type', NULL)) VIRTUAL
);
CREATE INDEX journal_step ON journal (run, step);
CREATE INDEX journal_days ON journal (run, time_ms) WHERE type = 'DayStarted';

CREATE TABLE contracts (
  number INTEGER PRIMARY KEY CHECK (number BETWEEN 1 AND 1023),
  contract_id TEXT NOT NULL UNIQUE,
  root TEXT NOT NULL,
  tick_size REAL NOT NULL,
  tick_value_cents INTEGER NOT NULL
);

-- Closed one-minute bars, once per run and contract. id = run, contract, minute of the open. Prices in ticks.
CREATE TABLE bars (
  id INTEGER PRIMARY KEY,
  open INTEGER NOT NULL,
  high INTEGER NOT NULL,
  low INTEGER NOT NULL,
  close INTEGER NOT NULL,
  volume INTEGER NOT NULL
);

-- What a strategy showed at a bar. id = run, strategy, minute.
CREATE TABLE chart_points (
  id INTEGER PRIMARY KEY,
  json TEXT NOT NULL
);

-- The latest state of each engine. id = run, strategy.
CREATE TABLE snapshots (
  id INTEGER PRIMARY KEY,
  step INTEGER NOT NULL,
  json TEXT NOT NULL
);

-- One row per enabled strategy (0: the account) and market second. id = run, second, strategy.
CREATE TABLE pnl_seconds (
  id INTEGER PRIMARY KEY,
  pnl_cents INTEGER NOT NULL,
  drawdown_cents INTEGER NOT NULL
);

CREATE TABLE pnl_minutes (
  id INTEGER PRIMARY KEY,
  last_cents INTEGER NOT NULL,
  min_cents INTEGER NOT NULL,
  max_cents INTEGER NOT NULL,
  drawdown_cents INTEGER NOT NULL
);

-- Rolled up from the minutes by the store itself.
CREATE TABLE pnl_hours (
  id INTEGER PRIMARY KEY,
  last_cents INTEGER NOT NULL,
  min_cents INTEGER NOT NULL,
  max_cents INTEGER NOT NULL,
  drawdown_cents INTEGER NOT NULL
);

CREATE TABLE pnl_days (
  run INTEGER NOT NULL,
  strategy INTEGER NOT NULL,
  trading_day TEXT NOT NULL,
  net_cents INTEGER NOT NULL,
  gross_cents INTEGER NOT NULL,
  fees_cents INTEGER NOT NULL,
  trades INTEGER NOT NULL,
  wins INTEGER NOT NULL,
  min_cents INTEGER NOT NULL,
  max_cents INTEGER NOT NULL,
  max_drawdown_cents INTEGER NOT NULL,
  PRIMARY KEY (run, strategy, trading_day)
) WITHOUT ROWID;

-- Flat columns of every TradeClosed. id = run, seq of its journal row.
CREATE TABLE trade_rows (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL,
  trade_id TEXT NOT NULL,
  strategy INTEGER NOT NULL,
  book TEXT NOT NULL,
  root TEXT NOT NULL,
  contract_id TEXT NOT NULL,
  direction TEXT NOT NULL,
  qty INTEGER NOT NULL,
  entry_ticks_sum INTEGER NOT NULL,
  exit_ticks_sum INTEGER NOT NULL,
  entry_ms INTEGER NOT NULL,
  exit_ms INTEGER NOT NULL,
  trading_day TEXT NOT NULL,
  gross_cents INTEGER NOT NULL,
  fees_cents INTEGER NOT NULL,
  net_cents INTEGER NOT NULL,
  risk_cents INTEGER NOT NULL,
  mae_cents INTEGER NOT NULL,
  mfe_cents INTEGER NOT NULL,
  exit_reason TEXT NOT NULL,
  entry_reason TEXT NOT NULL
);
CREATE UNIQUE INDEX trade_rows_trade ON trade_rows (run, trade_id);
CREATE INDEX trade_rows_exit ON trade_rows (run, exit_ms);

CREATE TABLE log_lines (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL,
  time_ms INTEGER NOT NULL,
  book TEXT,
  type TEXT NOT NULL,
  message TEXT NOT NULL
);
CREATE INDEX log_lines_run ON log_lines (run, book);

CREATE TABLE receipts (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL,
  receipt_id TEXT NOT NULL,
  time_ms INTEGER NOT NULL,
  json TEXT NOT NULL,
  UNIQUE (run, receipt_id)
);

-- The hub's own rows (users, sessions, devices, notifications, settings, audit, ...), by table and key.
CREATE TABLE hub_rows (
  "table" TEXT NOT NULL,
  key TEXT NOT NULL,
  run INTEGER NOT NULL,
  json TEXT NOT NULL,
  updated_wall_ms INTEGER NOT NULL,
  PRIMARY KEY ("table", key)
) WITHOUT ROWID;

-- id, name and enabled are the documented columns; enabled is that of the present run.
CREATE TABLE strategies (
  id INTEGER PRIMARY KEY CHECK (id BETWEEN 1 AND 63),
  name TEXT NOT NULL,
  enabled INTEGER NOT NULL,
  book TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  root TEXT NOT NULL
);

-- Files that \`npm run import\` checked and stored, one row a file; the same bars are stored once. \`verdict\` is JSON.
CREATE TABLE imports (
  number INTEGER PRIMARY KEY CHECK (number BETWEEN 1 AND 32767),
  root TEXT NOT NULL,
  name TEXT NOT NULL,
  -- Of the bars.
  sha256 TEXT NOT NULL,
  interval_ms INTEGER NOT NULL,
  from_ms INTEGER NOT NULL,
  to_ms INTEGER NOT NULL,
  bars INTEGER NOT NULL,
  verdict TEXT NOT NULL,
  created_wall_ms INTEGER NOT NULL,
  UNIQUE (root, sha256)
);

-- Their bars, of the file's own interval. id = import, minute of the open (28 bits). Prices in ticks.
CREATE TABLE imported_bars (
  id INTEGER PRIMARY KEY,
  open INTEGER NOT NULL,
  high INTEGER NOT NULL,
  low INTEGER NOT NULL,
  close INTEGER NOT NULL,
  volume INTEGER NOT NULL
);

-- What outside tools see of the present run: dollars, prices and ISO time.
CREATE VIEW present_run AS
  SELECT CAST(value AS INTEGER) AS number FROM meta WHERE key = 'present_run';

CREATE VIEW accounts AS
  SELECT r.account, r.name AS run, r.mode, r.start_balance_cents / 100.0 AS start_balance, r.ended,
    r.number = (SELECT number FROM present_run) AS present
  FROM runs r;

CREATE VIEW strategy_pnl_history AS
  SELECT p.id AS id, p.id & 63 AS strategy_id, s.name AS strategy_name, p.pnl_cents / 100.0 AS pnl,
    p.drawdown_cents / 100.0 AS drawdown,
    strftime('%Y-%m-%dT%H:%M:%S.000Z', (p.id >> 6) & 4294967295, 'unixepoch') AS timestamp
  FROM pnl_seconds p JOIN strategies s ON s.id = (p.id & 63)
  WHERE p.id >= (SELECT number << 38 FROM present_run) AND p.id < (SELECT (number + 1) << 38 FROM present_run);

CREATE VIEW all_trades AS
  SELECT t.id AS id, t.trade_id, t.strategy AS strategy_id, coalesce(s.name, t.book) AS strategy_name,
    t.contract_id AS symbol, t.direction AS side, t.qty AS quantity,
    1.0 * t.entry_ticks_sum / t.qty * c.tick_size AS entry_price,
    1.0 * t.exit_ticks_sum / t.qty * c.tick_size AS exit_price,
    strftime('%Y-%m-%dT%H:%M:%S', t.entry_ms / 1000, 'unixepoch') || printf('.%03dZ', t.entry_ms % 1000) AS entry_time,
    strftime('%Y-%m-%dT%H:%M:%S', t.exit_ms / 1000, 'unixepoch') || printf('.%03dZ', t.exit_ms % 1000) AS exit_time,
    t.trading_day, t.gross_cents / 100.0 AS gross, t.fees_cents / 100.0 AS fees, t.net_cents / 100.0 AS pnl,
    t.risk_cents / 100.0 AS risk, t.mae_cents / 100.0 AS mae, t.mfe_cents / 100.0 AS mfe,
    t.exit_reason, t.entry_reason, r.account, r.name AS run, r.number AS run_number
  FROM trade_rows t
    JOIN runs r ON r.number = t.run
    LEFT JOIN strategies s ON s.id = t.strategy
    LEFT JOIN contracts c ON c.contract_id = t.contract_id;

CREATE VIEW trades AS
  SELECT * FROM all_trades WHERE run_number = (SELECT number FROM present_run);
`;
