/**
 * Version 3: bars of five minutes and of an hour beside those of a minute, on the clock's grid, kept by the desk as it
 * writes minutes. Their id is that of the interval's first minute: run, contract, minute. What is there already is rolled up.
 */
export const M0003_WIDE_BARS = `
CREATE TABLE bars_5m (
  id INTEGER PRIMARY KEY,
  open INTEGER NOT NULL,
  high INTEGER NOT NULL,
  low INTEGER NOT NULL,
  close INTEGER NOT NULL,
  volume INTEGER NOT NULL
);

CREATE TABLE bars_1h (
  id INTEGER PRIMARY KEY,
  open INTEGER NOT NULL,
  high INTEGER NOT NULL,
  low INTEGER NOT NULL,
  close INTEGER NOT NULL,
  volume INTEGER NOT NULL
);

INSERT INTO bars_5m (id, open, high, low, close, volume)
  SELECT wide, (SELECT open FROM bars WHERE id = first), high, low, (SELECT close FROM bars WHERE id = last), volume
  FROM (SELECT id - ((id & 268435455) % 5) AS wide, min(id) AS first, max(id) AS last, max(high) AS high,
          min(low) AS low, sum(volume) AS volume
        FROM bars GROUP BY wide);

INSERT INTO bars_1h (id, open, high, low, close, volume)
  SELECT wide, (SELECT open FROM bars_5m WHERE id = first), high, low, (SELECT close FROM bars_5m WHERE id = last), volume
  FROM (SELECT id - ((id & 268435455) % 60) AS wide, min(id) AS first, max(id) AS last, max(high) AS high,
          min(low) AS low, sum(volume) AS volume
        FROM bars_5m GROUP BY wide);
`;
