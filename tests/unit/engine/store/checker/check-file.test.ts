import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JournalEvent } from '../../../../../engine/domain/events.ts';
import type { CheckOptions } from '../../../../../engine/store/checker/check-file.ts';
import { checkFile } from '../../../../../engine/store/checker/check-file.ts';
import { journalScript } from '../../../../support/store/journal-script.ts';
import { StoreFolder } from '../../../../support/store/store-folder.ts';
import { rewriteJournal, runSql } from '../../../../support/store/tamper.ts';

const folder = new StoreFolder();
const commits = journalScript({ seed: 33, steps: 330, eagerness: 4, startMs: Date.parse('2026-11-18T22:30:00Z') });
const events = commits.flatMap((commit) => commit.rows.map((row) => row.event));
let copies = 0;

beforeAll(() => {
  const { journal } = folder.open();
  for (const commit of commits) journal.commit({ ...commit, durable: false });
  folder.closeAll();
});
afterAll(() => folder.dispose());

/** A copy of the good file to do harm to. */
function copy(): string {
  copies += 1;
  const path = join(folder.path, `copy-${copies}`);
  cpSync(join(folder.path, 'pitwall.db'), join(path, 'pitwall.db'));
  return path;
}

function found(path: string, options: CheckOptions = {}): string[] {
  return checkFile(path, options)
    .findings.all()
    .map(({ check, what, expected, found: there }) => `${check}: ${what}: ${expected} / ${there}`);
}

/** Harm done with SQL, the chain not mended. */
function afterSql(...sql: string[]): string[] {
  const path = copy();
  runSql(path, ...sql);
  return found(path);
}

/** Harm done to the n-th event of a kind with the chain mended. */
function afterRewrite<T extends JournalEvent['type']>(
  type: T,
  change: (event: Extract<JournalEvent, { type: T }>) => JournalEvent | undefined,
  nth = 5,
): string[] {
  const path = copy();
  let count = 0;
  rewriteJournal(path, (event) => {
    if (event.type !== type) return event;
    count += 1;
    return count === nth ? change(event as Extract<JournalEvent, { type: T }>) : event;
  });
  return found(path);
}

const N_OF = (type: JournalEvent['type']) => events.filter((event) => event.type === type).length;

describe('checkFile', () => {
  test('a sound file has no difference, and its account is what its trades say', () => {
    const report = checkFile(folder.path);
    expect(report.findings.all()).toEqual([]);
    const [run] = report.runs;
    expect(run).toMatchObject({ rows: events.length, fills: N_OF('OrderFilled'), trades: N_OF('TradeClosed') });
    expect(run!.trades).toBeGreaterThan(40);
    const net = events.reduce((sum, event) => sum + (event.type === 'TradeClosed' ? event.trade.netCents : 0), 0);
    const openFills = run!.balanceCents - 5_000_000 - net;
    expect(run!.positions.length === 0 ? openFills : Math.abs(openFills)).toBeLessThan(100_000);
    expect(found(folder.path, { run: 'SIM-1' })).toEqual([]);
    expect(() => checkFile(folder.path, { run: 'SIM-9' })).toThrow(/the file holds run-1/);
  });

  describe('without the chain mended, any change of a row is seen', () => {
    test.each([
      [
        'a price',
        `UPDATE journal SET event = json_set(event, '$.fill.priceTicks', 1) WHERE id IN (SELECT id FROM journal WHERE type = 'OrderFilled' LIMIT 1)`,
      ],
      ['a time', 'UPDATE journal SET time_ms = time_ms + 1 WHERE seq = 40'],
      ['a step', 'UPDATE journal SET step = step + 1 WHERE seq = 40'],
      ['a book', `UPDATE journal SET book = 'X' WHERE seq = 40`],
      ['interactive', 'UPDATE journal SET interactive = 1 - interactive WHERE seq = 40'],
      ['a hash', `UPDATE journal SET hash = zeroblob(32) WHERE seq = 40`],
      ['the last row gone', 'DELETE FROM journal WHERE id = (SELECT max(id) FROM journal)'],
      ['a row in the middle gone', 'DELETE FROM journal WHERE seq = 40'],
      ['the first row gone', 'DELETE FROM journal WHERE seq = 1'],
      ['the head set back', 'UPDATE heads SET last_seq = last_seq - 1'],
      ['the head gone', 'DELETE FROM heads'],
      ['no JSON', `UPDATE journal SET event = '{"type":"OrderFilled"}' WHERE seq = 40`],
    ])('%s', (_name, sql) => {
      expect(afterSql(sql).join('\n')).toMatch(/chain: /);
    });
  });

  describe('with the chain mended, what the rows say gives it away', () => {
    test('a fill gone', () => {
      expect(afterRewrite('OrderFilled', () => undefined).join('\n')).toMatch(/trades: |positions: |orders: /);
    });

    test('a fill doubled', () => {
      const path = copy();
      let last: JournalEvent | undefined;
      rewriteJournal(path, (event) => {
        const doubled = event.type === 'OrderUpdated' && last?.type === 'OrderFilled' ? last : event;
        last = last?.type === 'OrderFilled' && doubled === last ? undefined : event;
        return doubled;
      });
      expect(found(path).join('\n')).toMatch(/orders: fill .*: once \/ again/);
    });

    test('a price', () => {
      const lines = afterRewrite('OrderFilled', (event) => ({
        ...event,
        fill: { ...event.fill, priceTicks: event.fill.priceTicks + 1 },
      }));
      expect(lines.join('\n')).toMatch(/trades: (entry|exit)TicksSum/);
      expect(lines.join('\n')).toMatch(/trades: grossCents/);
      expect(lines.join('\n')).toMatch(/days: |pnl: /);
    });

    test('a fee', () => {
      const lines = afterRewrite('OrderFilled', (event) => ({
        ...event,
        fill: { ...event.fill, feeCents: event.fill.feeCents + 1 },
      }));
      expect(lines.join('\n')).toMatch(/trades: feesCents of .*: \d+ \/ \d+/);
    });

    test('a quantity', () => {
      const lines = afterRewrite('OrderFilled', (event) => ({
        ...event,
        fill: { ...event.fill, qty: event.fill.qty + 1 },
      }));
      expect(lines.length).toBeGreaterThan(0);
    });

    test('a side', () => {
      const lines = afterRewrite('OrderFilled', (event) => ({
        ...event,
        fill: { ...event.fill, side: event.fill.side === 'buy' ? 'sell' : 'buy' },
      }));
      expect(lines.join('\n')).toMatch(/orders: side of fill/);
    });

    test('an order that was never submitted', () => {
      expect(afterRewrite('OrderSubmitted', () => undefined).join('\n')).toMatch(
        /submitted before \/ not in the journal/,
      );
    });

    test('an entry without a stop, or with one for less', () => {
      const isEntry = (event: Extract<JournalEvent, { type: 'OrderSubmitted' }>) => event.order.role === 'entry';
      const nth = events.filter((event) => event.type === 'OrderSubmitted').findIndex((event) => isEntry(event)) + 1;
      const without = afterRewrite(
        'OrderSubmitted',
        ({ order: { bracket: _bracket, ...order }, ...event }) => ({ ...event, order }),
        nth,
      );
      expect(without.join('\n')).toMatch(/protection: entry .*: a protective stop \/ none/);
      const less = afterRewrite(
        'OrderSubmitted',
        (event) => {
          const bracket = event.order.bracket!;
          return { ...event, order: { ...event.order, bracket: { ...bracket, stop: { ...bracket.stop, qty: 0 } } } };
        },
        nth,
      );
      expect(less.join('\n')).toMatch(/protection: quantity of the stop/);
    });

    test('a stop that never came alive', () => {
      const path = copy();
      const stops = new Set(
        events.flatMap((event) =>
          event.type === 'OrderSubmitted' && event.order.role === 'stop' ? [event.order.orderId] : [],
        ),
      );
      rewriteJournal(path, (event) => (event.type === 'OrderUpdated' && stops.has(event.orderId) ? undefined : event));
      expect(found(path).join('\n')).toMatch(/protection: stop .* of entry .*: alive by step \d+ \/ not seen/);
    });

    test('a move of an order that cannot be', () => {
      const lines = afterRewrite(
        'OrderExpired',
        (event) => ({ type: 'OrderAccepted', orderId: event.orderId, status: 'working' }),
        1,
      );
      expect(lines.join('\n')).toMatch(/orders: OrderAccepted of order .*: status .* \/ working/);
    });

    test('a trade gone, invented, or with other figures', () => {
      expect(afterRewrite('TradeClosed', () => undefined).join('\n')).toMatch(
        /trades: trade of .*: journaled \/ missing/,
      );
      const changed = afterRewrite('TradeClosed', (event) => ({
        ...event,
        trade: { ...event.trade, netCents: event.trade.netCents + 1 },
      }));
      expect(changed.join('\n')).toMatch(/trades: netCents of/);
      const day = afterRewrite('TradeClosed', (event) => ({
        ...event,
        trade: { ...event.trade, tradingDay: '2026-11-17' },
      }));
      expect(day.join('\n')).toMatch(/trades: trading day of .*: 2026-11-18 \/ 2026-11-17/);
      const path = copy();
      const trade = events.find((event) => event.type === 'TradeClosed')!;
      rewriteJournal(path, (event, seq) => (seq === 3 ? trade : event));
      expect(found(path).join('\n')).toMatch(/fills that go from flat to flat \/ none/);
    });
  });

  describe('tables that follow from the journal', () => {
    test.each([
      [
        'a trade row`s net',
        'UPDATE trade_rows SET net_cents = net_cents + 1 WHERE rowid = (SELECT min(rowid) FROM trade_rows)',
        /net_cents of .* in trade_rows/,
      ],
      [
        'a trade row gone',
        'DELETE FROM trade_rows WHERE rowid = (SELECT max(rowid) FROM trade_rows)',
        /in trade_rows: one \/ none/,
      ],
      [
        'a trade row too many',
        `INSERT INTO trade_rows SELECT id + 1, run, trade_id || 'x', strategy, book, root, contract_id, direction, qty, entry_ticks_sum, exit_ticks_sum, entry_ms, exit_ms, trading_day, gross_cents, fees_cents, net_cents, risk_cents, mae_cents, mfe_cents, exit_reason, entry_reason FROM trade_rows LIMIT 1`,
        /number of rows in trade_rows/,
      ],
      [
        'the finished day`s gross',
        `UPDATE pnl_days SET gross_cents = gross_cents + 1, net_cents = net_cents + 1 WHERE strategy = 2 AND trading_day = '2026-11-18'`,
        /days: day roll-up/,
      ],
      [
        'the finished day`s fees',
        `UPDATE pnl_days SET fees_cents = fees_cents + 1 WHERE strategy = 2 AND trading_day = '2026-11-18'`,
        /days: day roll-up/,
      ],
      [
        'the finished day`s trades',
        `UPDATE pnl_days SET trades = trades + 1 WHERE strategy = 2 AND trading_day = '2026-11-18'`,
        /days: day roll-up/,
      ],
      [
        'the present day`s gross',
        `UPDATE pnl_days SET gross_cents = gross_cents + 1 WHERE strategy = 1 AND trading_day = '2026-11-19'`,
        /days: day roll-up/,
      ],
      ['a day gone', `DELETE FROM pnl_days WHERE strategy = 3 AND trading_day = '2026-11-18'`, /days: day roll-up/],
      [
        'a day invented',
        `UPDATE pnl_days SET trading_day = '2026-11-20' WHERE strategy = 3 AND trading_day = '2026-11-19'`,
        /a day that the journal began/,
      ],
      ['seconds that are off by a cent', 'UPDATE pnl_seconds SET pnl_cents = pnl_cents + 1', /pnl_seconds while flat/],
      [
        'minutes that are off by a cent',
        'UPDATE pnl_minutes SET last_cents = last_cents + 1',
        /pnl_minutes while flat/,
      ],
      [
        'an hour',
        'UPDATE pnl_hours SET max_cents = max_cents + 1 WHERE id = (SELECT min(id) FROM pnl_hours)',
        /greatest, deepest of the hour/,
      ],
      ['an hour gone', 'DELETE FROM pnl_hours WHERE id = (SELECT min(id) FROM pnl_hours)', /of the hour/],
      [
        'a second beyond its minute',
        'UPDATE pnl_seconds SET pnl_cents = 99999999 WHERE (id >> 6 & 4294967295) % 60 = 7',
        /greatest of the minute/,
      ],
      [
        'an impossible bar',
        'UPDATE bars SET high = low - 1 WHERE id = (SELECT max(id) FROM bars)',
        /bars: open, high, low, close, volume/,
      ],
      [
        'a wider bar that its minutes do not make',
        'UPDATE bars_5m SET volume = volume + 1',
        /bars: .*bar of 5 minutes/,
      ],
      ['a wider bar gone', 'DELETE FROM bars_1h WHERE id = (SELECT min(id) FROM bars_1h)', /bars: .*bar of 60 minutes/],
      ['a bar of no contract', 'UPDATE bars SET id = id + (500 << 28) WHERE id = (SELECT max(id) FROM bars)', /bars: /],
      ['the start balance', 'UPDATE runs SET start_balance_cents = 1', /positions: start balance/],
    ])('%s', (_name, sql, expected) => {
      expect(afterSql(sql).join('\n')).toMatch(expected);
    });
  });

  test('every fill that is taken out, or whose price is changed, is seen', () => {
    const fills = N_OF('OrderFilled');
    const step = Math.max(1, Math.floor(fills / 8));
    for (let nth = 1; nth <= fills; nth += step) {
      const gone = nth % 2 === 0 ? afterRewrite('OrderFilled', () => undefined, nth) : ['not tried'];
      expect(gone.length).toBeGreaterThan(0);
      const price = afterRewrite(
        'OrderFilled',
        (event) => ({ ...event, fill: { ...event.fill, priceTicks: event.fill.priceTicks - 1 } }),
        nth,
      );
      expect(price.length).toBeGreaterThan(0);
    }
  });
});
