import { expect, test } from 'vitest';
import { OrderTrace } from '../../../../../engine/hub/telling/order-trace.ts';
import { rowOf } from '../../../../support/wire/fixtures.ts';
import { ENTRY, tradeRows } from '../../../../support/wire/hub-story.ts';

function traced(): { readonly trace: OrderTrace; readonly lines: (Record<string, unknown> & { msg: string })[] } {
  const lines: (Record<string, unknown> & { msg: string })[] = [];
  const logger = {
    info: (msg: string, fields: Readonly<Record<string, unknown>> = {}) => void lines.push({ msg, ...fields }),
    debug: () => undefined,
    warn: () => undefined,
    error: () => undefined,
  };
  return { trace: new OrderTrace(logger), lines };
}

test('an entry, its protective orders and all their fills carry one trace, named after the step of the quote', () => {
  const { trace, lines } = traced();
  for (const row of tradeRows(1).slice(0, 9)) trace.take(row);
  expect(lines.map(({ msg }) => msg)).toEqual([
    'OrderSubmitted',
    'OrderSubmitted',
    'OrderAccepted',
    'OrderAccepted',
    'OrderFilled',
    'OrderFilled',
    'OrderFilled',
  ]);
  expect(new Set(lines.map((line) => line['trace']))).toEqual(new Set(['MNQ-10']));
  expect(lines[0]).toMatchObject({ orderId: 'MNQ-O1', cause: 'close below lower band', step: 10, seq: 1 });
});

test('what a command began carries its id, a denied signal its own step, an order from before nothing', () => {
  const { trace, lines } = traced();
  const exit = { ...ENTRY, orderId: 'MNQ-O9', role: 'exit' as const };
  const origin = { by: 'person', user: 'owner', device: 'cockpit', cause: 'F8' } as const;
  trace.take(rowOf(1, { type: 'OrderSubmitted', order: exit, commandId: 'flat-7', epoch: 1, origin }));
  trace.take(rowOf(2, { type: 'OrderCanceled', orderId: 'MNQ-O9', reason: 'by_flatten' }));
  trace.take(rowOf(3, { type: 'OrderExpired', orderId: 'MNQ-O0' }));
  for (const row of tradeRows(4).slice(9)) trace.take(row);
  expect(lines.map((line) => [line.msg, line['trace']])).toEqual([
    ['OrderSubmitted', 'flat-7'],
    ['OrderCanceled', 'flat-7'],
    ['OrderExpired', null],
    ['OrderDenied', 'MES-10'],
  ]);
});
