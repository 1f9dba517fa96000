import { expect, test } from 'vitest';
import { importBars } from '../../../../../../engine/venue/core/csv/import-bars.ts';
import { verdictLine } from '../../../../../../engine/venue/core/csv/verdict.ts';
import { MNQ, file, priced, minute } from '../../../../../support/recordings/rows.ts';

test('a verdict in one line: what is used, what is not and why', () => {
  const rows = [priced(minute(0)), priced(minute(1)), priced(minute(2)), `${minute(3)},100.1,101,99,100,1`];
  expect(verdictLine(importBars(file(rows), MNQ).verdict)).toBe(
    'MNQ: 3 bars of 4 rows of x.csv, bars of 1 min, stamped at the open, UTC, as the stamps say; refused: 1 off the tick; ' +
      'first: line 5, off the tick: expected prices in steps of 0.25, found 100.1, 101, 99, 100; --round takes the nearest tick',
  );
});
