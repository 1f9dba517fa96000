import { describe, expect, it } from 'vitest';
import type { CockpitBook, CockpitTrade } from '../../../../engine/wire/index.ts';
import { chartLines, closedMarks, openMark } from '../../../../renderer/state/chart-lines.ts';

const scale = { tickSize: 0.25, tickValue: 0.5, decimals: 2 };
const position = {
  tradeId: 't',
  side: 'long',
  quantity: 1,
  averagePrice: 25_009.5,
  entryTime: '2026-11-20T19:16:38.000Z',
  unrealized: 24.5,
  limitPrice: 24_889.5,
  stop: { orderId: 's', price: 24_997.25, quantity: 1, atBroker: true, since: null },
  targets: [{ orderId: 'a', price: 25_034, quantity: 1 }],
} as unknown as CockpitBook['positions'][number];
const book = { id: 'MNQ', positions: [position] } as unknown as CockpitBook;

describe('lines of a position', () => {
  it('carry their meaning in words, with quantity, ticks and dollars', () => {
    expect(chartLines(book, [], undefined, scale).map(({ kind, text }) => [kind, text])).toEqual([
      ['limit', 'account limit breaks at 24,889.50'],
      ['entry', 'entry \u00b7 long 1 \u00b7 +$24.50'],
      ['target', 'target \u00b7 1 \u00b7 98 ticks \u00b7 +$49.00'],
      ['stop', 'stop at venue \u00b7 1 \u00b7 \u2212$24.50'],
    ]);
  });

  it('have a dash for what is not known', () => {
    const unknown = { tickSize: undefined, tickValue: undefined, decimals: undefined };
    const bare = { ...book, positions: [{ ...position, unrealized: null }] };
    expect(chartLines(bare, [], undefined, unknown).map(({ text }) => text)).toEqual([
      'account limit breaks at 24,889.5',
      'entry \u00b7 long 1 \u00b7 \u2013',
      'target \u00b7 1 \u00b7 \u2013 ticks \u00b7 \u2013',
      'stop at venue \u00b7 1 \u00b7 \u2013',
    ]);
  });

  it('say when a stop is not yet at the venue', () => {
    const waiting = { ...position, stop: { ...position.stop, atBroker: false } } as typeof position;
    const stop = chartLines({ ...book, positions: [waiting] }, [], undefined, scale).find(
      ({ kind }) => kind === 'stop',
    );
    expect(stop?.text).toContain('not yet at venue');
  });

  it('stand beside waiting entries of the same book only', () => {
    const order = {
      orderId: 'e',
      strategy: 'MNQ',
      role: 'entry',
      status: 'working',
      side: 'buy',
      type: 'limit',
      quantity: 2,
      limitPrice: 25_000,
      stopPrice: null,
    };
    const orders = [
      order,
      { ...order, orderId: 'x', strategy: 'MES' },
      { ...order, orderId: 'y', status: 'filled' },
    ] as never;
    const lines = chartLines({ ...book, positions: [] }, orders, undefined, scale);
    expect(lines.map(({ id, text }) => [id, text])).toEqual([['e', 'buy limit \u00b7 2']]);
  });
});

it('marks trades with reason, R and result, and the open one without an end', () => {
  const trade = {
    tradeId: 'c',
    strategy: 'MNQ',
    side: 'short',
    entryTime: '2026-11-20T18:00:00.000Z',
    exitTime: '2026-11-20T18:10:00.000Z',
    entryPrice: 25_000,
    exitPrice: 24_975,
    reasonCode: 'tp_hit',
    reason: 'target',
    r: 2,
    pnl: 49.26,
  };
  const marks = closedMarks(
    [trade as CockpitTrade, { ...trade, tradeId: 'other', strategy: 'MES' } as CockpitTrade],
    'MNQ',
  );
  expect(marks.map(({ id, text, tone }) => [id, text, tone])).toEqual([['c', 'target +2.0 R  +$49.26', 'up']]);
  expect(openMark(book)).toMatchObject({ id: 't', exitMs: undefined, text: '' });
  expect(openMark({ ...book, positions: [] })).toBeUndefined();
});
