import fc from 'fast-check';
import { expect, test } from 'vitest';
import { importBars } from '../../engine/venue/core/csv/import-bars.ts';
import { verdictTable } from '../../engine/venue/core/csv/verdict-table.ts';
import { specOf } from '../../engine/domain/catalog.ts';
import { toPrice } from '../../engine/domain/contract.ts';
import { anyBars } from '../support/bars.ts';

const spec = specOf('MNQ');
const START = Date.parse('2026-11-17T14:00:00Z');

/** Cells that files in the wild have, and some that nobody would write. */
const cell = fc.oneof(
  fc.constantFrom(
    '',
    'NaN',
    'null',
    '1e999',
    '-0',
    '0x10',
    '"',
    '9223372036854775807',
    '1700000000',
    '2026-11-17T14:05:00Z',
    '٣',
  ),
  fc.double().map(String),
  fc.string({ maxLength: 12 }),
);

test('any text at all: every row is taken or counted, bars ascend and are possible', () => {
  const line = fc.array(cell, { maxLength: 8 }).map((cells) => cells.join(','));
  const header = fc.constantFrom(
    'timestamp,open,high,low,close,volume',
    'time,open,high,low,close',
    'ts_event,instrument_id,open,high,low,close,volume',
    '',
  );
  fc.assert(
    fc.property(header, fc.array(line, { maxLength: 30 }), fc.boolean(), (head, lines, round) => {
      const { bars, verdict } = importBars([head, ...lines].join('\n'), { spec, round, zone: 'America/New_York' });
      const refused = Object.values(verdict.refused).reduce((sum, { count }) => sum + count, 0);
      if (verdict.problem === undefined) expect(bars.length + refused).toBe(verdict.rows);
      bars.forEach((bar, i) => {
        expect(bar.timeMs).toBeGreaterThan(bars[i - 1]?.timeMs ?? Number.NEGATIVE_INFINITY);
        expect(Number.isSafeInteger(bar.open + bar.high + bar.low + bar.close + bar.volume)).toBe(true);
        expect(bar.low <= Math.min(bar.open, bar.close) && bar.high >= Math.max(bar.open, bar.close)).toBe(true);
      });
      expect(verdictTable(verdict)).toContain('rows');
    }),
    { numRuns: 300 },
  );
});

test('bars written and read again are the same bars, whatever the line ending, delimiter, stamp and order', () => {
  const write = (timeMs: number, how: string): string =>
    how === 'iso' ? new Date(timeMs).toISOString() : how === 'ns' ? `${timeMs}000000` : String(timeMs / 1_000);
  fc.assert(
    fc.property(
      anyBars(START, 60_000, 30),
      fc.constantFrom(',', ';', '\t'),
      fc.constantFrom('\n', '\r\n'),
      fc.constantFrom('iso', 'ns', 's'),
      fc.boolean(),
      (bars, delimiter, ending, how, newestFirst) => {
        const lines = bars.map((bar) =>
          [
            write(bar.timeMs, how),
            ...[bar.open, bar.high, bar.low, bar.close].map((ticks) => toPrice(spec, ticks)),
            bar.volume,
          ].join(delimiter),
        );
        if (newestFirst) lines.reverse();
        const text = [['time', 'open', 'high', 'low', 'close', 'volume'].join(delimiter), ...lines, ''].join(ending);
        const read = importBars(text, { spec });
        expect(read.verdict.refused).toEqual({});
        expect(read.bars).toEqual(bars);
      },
    ),
    { numRuns: 150 },
  );
});
