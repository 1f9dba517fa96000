import { expect, test, describe } from 'vitest';
import { specOf } from '../../../../../../engine/domain/catalog.ts';
import type { ImportOptions } from '../../../../../../engine/venue/core/csv/import-options.ts';
import type { RecordedText } from '../../../../../../engine/venue/core/csv/source.ts';
import { problemText, verdictLine } from '../../../../../../engine/venue/core/csv/verdict.ts';
import { verdictTable } from '../../../../../../engine/venue/core/csv/verdict-table.ts';
import { importRecording } from '../../../../../../engine/venue/core/prints/import-recording.ts';
import { scidOf } from '../../../../../support/recordings/scid.ts';
import { MNQ, range } from '../../../../../support/recordings/rows.ts';
import { hasRecorded, recorded } from '../../../../../support/recorded-data.ts';

const START_MS = Date.parse('2026-03-04T15:00:00Z');
const iso = (ms: number): string => new Date(START_MS + ms).toISOString();

function printsOf(text: string | RecordedText, options: ImportOptions = MNQ) {
  const { prints, verdict, bars } = importRecording(text, options);
  const rows = range(prints?.length ?? 0).map((i) => [
    (prints?.timeMs[i] ?? 0) - START_MS,
    prints?.priceTicks[i],
    prints?.size[i],
    prints?.taker[i],
  ]);
  return { rows, verdict, bars };
}

function scidText(bytes: Buffer, name: string, pieceBytes = 1_000): RecordedText {
  return {
    read: [],
    name,
    lines: () => [],
    bytes: function* () {
      for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
    },
  };
}

describe('exporters', () => {
  const names =
    'ts_recv,ts_event,rtype,publisher_id,instrument_id,action,side,depth,price,size,flags,ts_in_delta,sequence,symbol';
  const databento = (event: string, action: string, side: string, price: string, size: number, sequence: number) =>
    `${event},${event},0,1,42005,${action},${side},0,${price},${size},0,150,${sequence},MNQH6`;

  test('Databento: nanoseconds, prices of 1e-9, who took; rows that are no trades do not count', () => {
    const ns = (ms: number): string => `${START_MS + ms}123456`;
    const { rows, verdict } = printsOf(
      [
        names,
        databento(ns(0), 'T', 'B', '24112250000000', 2, 1),
        databento(ns(0), 'T', 'A', '24112000000000', 1, 1),
        databento(ns(0), 'T', 'A', '24112000000000', 1, 1),
        databento(ns(5), 'A', 'A', '24113000000000', 9, 2),
        databento(ns(70), 'T', 'N', '24112500000000', 3, 3),
      ].join('\n'),
    );
    expect(rows).toEqual([
      [0, 96_449, 2, 1],
      [0, 96_448, 1, -1],
      [70, 96_450, 3, 0],
    ]);
    expect(verdict).toMatchObject({ format: 'databento', instruments: ['MNQH6'], prints: 3, bars: 1 });
    expect(verdict.refused).toMatchObject({ not_a_print: { lines: [5] }, duplicate: { lines: [4] } });
  });

  test('Databento with pretty stamps and prices', () => {
    const pretty = (ms: number): string => `2026-03-04T15:00:00.${String(ms).padStart(3, '0')}123456Z`;
    const { rows } = printsOf([names, databento(pretty(7), 'T', 'B', '24112.250000000', 2, 1)].join('\n'));
    expect(rows).toEqual([[7, 96_449, 2, 1]]);
  });

  test('NinjaTrader: last, bid, ask, volume; its zone is asked for', () => {
    const text = [
      '20260304 090000 0070000;24112.25;24112;24112.25;3',
      '20260304 090001 1230000;24112;24112;24112.25;1',
    ].join('\r\n');
    expect(problemText(printsOf(text).verdict)).toContain('its times carry no zone');
    const { rows, verdict } = printsOf(text, { ...MNQ, zone: 'America/Chicago' });
    expect(rows).toEqual([
      [7, 96_449, 3, 1],
      [1_123, 96_448, 1, -1],
    ]);
    expect(verdict).toMatchObject({ format: 'NinjaTrader', zone: 'America/Chicago, as told' });
  });

  test('LEAN: milliseconds since the midnight of the date in the name', () => {
    const text: RecordedText = {
      read: ['zip (20260304_mnq_tick_trade_202603.csv)'],
      name: '20260304_mnq_tick_trade_202603.csv',
      lines: () => ['32400007,24112.25,2,CME,,0', '32400100,24112.5,1,CME,,0'],
    };
    const { rows, verdict } = printsOf(text, { ...MNQ, zone: 'America/Chicago' });
    expect(rows).toEqual([
      [7, 96_449, 2, 0],
      [100, 96_450, 1, 0],
    ]);
    expect(verdict.format).toBe('LEAN');
    const quotes = { ...text, name: '20260304_mnq_tick_quote_202603.csv' };
    expect(printsOf(quotes, { ...MNQ, zone: 'America/Chicago' }).verdict.problem?.code).toBe('columns');
  });

  test('Sierra Chart: records over the pieces of a file, marks of parts, what is cut off', () => {
    const bytes = scidOf([
      { timeMs: START_MS, price: 24_112.25, size: 2, takesAsk: true },
      { timeMs: START_MS + 3, price: 24_112, size: 1, takesAsk: false, open: -1.99900095e37 },
      { timeMs: START_MS + 4, price: 24_112, size: 1, takesAsk: false, open: 24_110 },
      { timeMs: START_MS - 3_000_000_000_000, price: 24_112, size: 1, takesAsk: false },
    ]);
    const whole = Buffer.concat([bytes, Buffer.alloc(9)]);
    for (const pieceBytes of [7, 41, 1_000]) {
      const { rows, verdict } = printsOf(scidText(whole, 'MNQH26_FUT_CME.scid', pieceBytes));
      expect(rows).toEqual([
        [0, 96_449, 2, 1],
        [3, 96_448, 1, -1],
      ]);
      expect(verdict).toMatchObject({ format: 'Sierra Chart', instruments: ['MNQH26_FUT_CME'] });
      expect(verdict.refused).toMatchObject({
        not_a_print: { lines: [3] },
        unparsable: { lines: [4] },
        cells: { lines: [5] },
      });
    }
    const bars = scidOf([{ timeMs: START_MS, price: 5, size: 1, takesAsk: true, open: 4 }]);
    expect(problemText(printsOf(scidText(bars, 'x.scid')).verdict)).toMatch(/its records are bars, not ticks/);
    const other = scidOf([]);
    other.writeUInt32LE(48, 8);
    expect(problemText(printsOf(scidText(other, 'x.scid')).verdict)).toMatch(/records of 40, found 56 and 48|and 48/);
  });

  test('Sierra Chart’s seven digits are on the tick of a currency, and its hundredfold prices are a question', () => {
    const euro = scidOf([{ timeMs: START_MS, price: 1.0845, size: 2, takesAsk: true }], 0.00005);
    expect(printsOf(scidText(euro, '6E.scid'), { spec: specOf('M6E') }).rows).toEqual([[0, 10_845, 2, 1]]);
    const ticks = range(120).map((i) => ({ timeMs: START_MS + i, price: 2_411_225 + i * 25, size: 1, takesAsk: true }));
    const text = scidText(scidOf(ticks), 'MNQ.scid');
    expect(problemText(printsOf(text).verdict)).toMatch(/--price-scale 0\.01, or 1.*every price is a whole number/);
    const scaled = printsOf(text, { ...MNQ, mapping: { priceScale: 0.01 } });
    expect(scaled.rows[1]).toEqual([1, 96_450, 1, 1]);
  });
});

describe('each print is judged', () => {
  const file = (rows: readonly string[]): string => ['timestamp,price,quantity', ...rows].join('\n');

  test('off the tick, no price, a size that is none, back in time, twice', () => {
    const { rows, verdict } = printsOf(
      file([
        `${iso(0)},100,1`,
        `${iso(10)},100.1,1`,
        `${iso(20)},,1`,
        `${iso(30)},100.25,-1`,
        `${iso(40)},100.25,0`,
        `${iso(50)},100.5,2`,
        `${iso(50)},100.5,2`,
        `${iso(0)},100,1`,
        `${iso(45)},101,1`,
        `${iso(60)},0,1`,
        'yesterday,100,1',
        `${iso(9_000_000)},100,1`,
        ...range(8).map((i) => `${iso(100 + i)},100,1`),
      ]),
    );
    expect(rows.slice(0, 4)).toEqual([
      [0, 400, 1, 0],
      [40, 401, 0, 0],
      [50, 402, 2, 0],
      [50, 402, 2, 0],
    ]);
    expect(rows.length).toBe(12);
    expect(verdict.refused).toEqual({
      off_tick: { count: 1, lines: [3] },
      nan: { count: 1, lines: [4] },
      bad_volume: { count: 1, lines: [5] },
      impossible: { count: 1, lines: [11] },
      unparsable: { count: 1, lines: [12] },
      duplicate: { count: 1, lines: [9] },
      out_of_order: { count: 2, lines: [10, 13] },
    });
    expect(verdict.withoutVolume).toEqual({ count: 1, lines: [6] });
    expect(verdict.firstRefused).toMatchObject({ line: 3, reason: 'off_tick' });
  });

  test('newest first is turned round; every row twice is a hint; too many are refused', () => {
    const ascending = range(6).map((i) => `${iso(i * 100)},${100 + i},1`);
    expect(printsOf(file(ascending.toReversed())).rows).toEqual(printsOf(file(ascending)).rows);
    const { verdict } = printsOf(file(ascending.flatMap((row) => [row, row])));
    expect([verdict.prints, verdict.hints]).toEqual([12, [expect.stringContaining('written twice')]]);
    expect(problemText(printsOf(file(ascending), { ...MNQ, mostRows: 4 }).verdict)).toMatch(/more than 4$/);
    const bad = range(7).map((i) => `${iso(i)},100.1,1`);
    expect(problemText(printsOf(file([...ascending, ...bad])).verdict)).toMatch(/^most rows were refused; .*: 7 of 13/);
  });

  test('several contracts side by side: the one that is meant', () => {
    const names = 'ts_event,price,size,symbol';
    const rows = range(40).map((i) => `${iso(i)},${100 + (i % 3)},1,${i % 8 === 0 ? 'MNQM6' : 'MNQH6'}`);
    const { verdict } = printsOf([names, ...rows].join('\n'));
    expect(verdict).toMatchObject({ instruments: expect.arrayContaining(['MNQH6', 'MNQM6']), taken: ['MNQH6'] });
    expect([verdict.prints, verdict.refused.other_instrument?.count]).toEqual([35, 5]);
    const other = printsOf([names, ...rows].join('\n'), { ...MNQ, mapping: { instrument: 'MNQM6' } });
    expect(other.verdict.prints).toBe(5);
  });

  test('the page and the line say prints, span, sessions and gaps', () => {
    const rows = [`${iso(0)},100,1`, `${iso(600_000)},101,2`];
    const { verdict } = printsOf(file(rows), { ...MNQ, name: 'trades.csv' });
    const page = verdictTable(verdict);
    for (const fact of [
      /exporter +named columns/,
      /prints +2\n/,
      /minutes with prints +2\n/,
      /from +2026-03-04T15:00:00Z/,
      /to +2026-03-04T15:10:00Z/,
      /sessions +1 with bars/,
      /missing intervals +9 in 1 gaps/,
    ])
      expect(page).toMatch(fact);
    expect(verdictLine(verdict)).toBe(
      'MNQ: 2 prints in 2 minutes of 2 rows of trades.csv, UTC, as the stamps say; refused: none',
    );
  });

  test('a table of bars is read as bars', () => {
    const { prints, bars } = importRecording(`time,open,high,low,close,volume\n${iso(0)},100,101,99,100,7`, MNQ);
    expect([prints, bars.length]).toEqual([undefined, 1]);
  });
});

for (const day of ['20131007', '20131008']) {
  test.skipIf(!hasRecorded(`ticks/GC_trades_${day}.csv`))(
    `the provider's own bars come of recorded trades, ${day}`,
    () => {
      const trades = importRecording(recorded(`ticks/GC_trades_${day}.csv`), { spec: specOf('GC') });
      const provided = importRecording(recorded(`ticks/GC_1m_${day}.csv`), { spec: specOf('GC') });
      expect(trades.verdict.refused).toEqual({});
      expect(trades.prints?.length).toBeGreaterThan(10_000);
      // The provider's volume of the day's last bar is cut off.
      expect(trades.bars.slice(0, -1)).toEqual(provided.bars.slice(0, -1));
    },
  );
}
