/**
 * Version 4: the documents' views again. A strategy's id is a column of integers, so that it is found as text too (document
 * 003 hands on what stands in an address), and average prices are without the dust of their division.
 */
export const M0004_DOCUMENT_VIEWS = `
DROP VIEW strategy_pnl_history;
CREATE VIEW strategy_pnl_history AS
  SELECT p.id AS id, CAST(p.id & 63 AS INTEGER) AS strategy_id, s.name AS strategy_name, p.pnl_cents / 100.0 AS pnl,
    p.drawdown_cents / 100.0 AS drawdown,
    strftime('%Y-%m-%dT%H:%M:%S.000Z', (p.id >> 6) & 4294967295, 'unixepoch') AS timestamp
  FROM pnl_seconds p CROSS JOIN strategies s ON s.id = (p.id & 63)
  WHERE p.id >= (SELECT number << 38 FROM present_run) AND p.id < (SELECT (number + 1) << 38 FROM present_run);

DROP VIEW trades;
DROP VIEW all_trades;
CREATE VIEW all_trades AS
  SELECT t.id AS id, t.trade_id, t.strategy AS strategy_id, coalesce(s.name, t.book) AS strategy_name,
    t.contract_id AS symbol, t.direction AS side, t.qty AS quantity,
    round(1.0 * t.entry_ticks_sum / t.qty * c.tick_size, 8) AS entry_price,
    round(1.0 * t.exit_ticks_sum / t.qty * c.tick_size, 8) AS exit_price,
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
