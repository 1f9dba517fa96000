/** Version 6: recordings of prints. Their minutes are bars like those of any import. */
export const M0006_IMPORTED_PRINTS = `
-- 0: a recording of bars.
ALTER TABLE imports ADD COLUMN prints INTEGER NOT NULL DEFAULT 0;

-- id = import, piece (28 bits). How the bytes are packed stands in engine/store/schema/print-pieces.ts.
CREATE TABLE imported_prints (
  id INTEGER PRIMARY KEY,
  prints INTEGER NOT NULL,
  bytes BLOB NOT NULL
);
`;
