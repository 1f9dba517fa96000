import type { ReactElement } from 'react';
import type { AlarmMessage, CockpitLog, CockpitOrder, ReceiptMessage } from '../../engine/wire/index.ts';
import { Side } from '../controls/side.tsx';
import { Table, type Column } from '../controls/table.tsx';
import { NOTHING } from '../format/money.ts';
import { price } from '../format/price.ts';
import { day, latency } from '../format/time.ts';
import { plural } from '../format/words.ts';
import { isAlive, orderStatusWord, orderWhat } from '../state/table-words.ts';
import { useCockpit, usePrefs, useScreen } from '../context/cockpit-context.ts';
import { useFilter } from '../context/filter-context.ts';
import { RowTime } from './row-time.tsx';
import { useNames } from '../context/use-names.ts';

function orderPrice(row: CockpitOrder): number | null {
  return row.averagePrice ?? row.limitPrice ?? row.stopPrice;
}

/** Rows of another day than the market's are headed by it. */
function useDays(): { readonly today: string; readonly dayOf: (iso: string) => string } {
  const { zone } = usePrefs();
  const today = useCockpit(({ account }) => (account === undefined ? '' : day(Date.parse(account.asOf.time), zone)));
  return { today, dayOf: (iso) => day(Date.parse(iso), zone) };
}

export function OrdersPanel(): ReactElement {
  const orders = useCockpit((state) => state.orders);
  const names = useNames();
  const { zone } = usePrefs();
  const { commands } = useScreen().cockpit;
  const filter = useFilter();
  const days = useDays();
  const columns: readonly Column<CockpitOrder>[] = [
    { key: 'time', title: 'Time', width: '9%', cell: (row) => <RowTime iso={row.updated} zone={zone} /> },
    { key: 'strategy', title: 'Strategy', width: '11%', cell: (row) => names.title(row.strategy) },
    {
      key: 'side',
      title: 'Side',
      width: '7%',
      cell: (row) => <Side side={row.side === 'buy' ? 'long' : 'short'}>{row.side}</Side>,
    },
    { key: 'what', title: 'Order', width: '11%', cell: orderWhat },
    {
      key: 'qty',
      title: 'Qty',
      width: '5%',
      isNumber: true,
      cell: (row) => (row.filledQuantity > 0 && isAlive(row) ? `${row.filledQuantity}/${row.quantity}` : row.quantity),
    },
    {
      key: 'price',
      title: 'Price',
      width: '10%',
      isNumber: true,
      cell: (row) => (orderPrice(row) === null ? 'market' : price(orderPrice(row), names.decimals(row.root))),
    },
    {
      key: 'status',
      title: 'Status',
      width: '13%',
      cell: (row) => (
        <span
          className={row.status === 'rejected' || row.status === 'denied' ? 'refused' : isAlive(row) ? '' : 'quiet'}
        >
          {orderStatusWord(row)}
        </span>
      ),
    },
    {
      key: 'why',
      title: 'Why',
      width: '28%',
      cell: (row) => (
        <span className="why" title={row.reason ?? ''}>
          {row.reason ?? ''}
        </span>
      ),
    },
    {
      key: 'cancel',
      title: '',
      width: '6%',
      cell: (row) =>
        isAlive(row) && row.role === 'entry' ? (
          <button type="button" className="row-button" onClick={() => void commands.cancelOrder(row.orderId)}>
            cancel
          </button>
        ) : null,
    },
  ];
  return (
    <Table
      label="Orders"
      columns={columns}
      rows={filter.rows(orders)}
      rowKey={(row) => row.orderId}
      groupOf={(row) => days.dayOf(row.updated)}
      firstGroup={days.today}
      empty="No order today."
    />
  );
}

export function LogPanel(): ReactElement {
  const log = useCockpit((state) => state.log);
  const names = useNames();
  const { zone } = usePrefs();
  const filter = useFilter();
  const days = useDays();
  const columns: readonly Column<CockpitLog>[] = [
    { key: 'time', title: 'Time', width: '11%', cell: (row) => <RowTime iso={row.timestamp} zone={zone} /> },
    {
      key: 'strategy',
      title: 'Strategy',
      width: '13%',
      cell: (row) => (row.strategy === null ? 'account' : names.title(row.strategy)),
    },
    {
      key: 'message',
      title: 'What',
      width: '76%',
      cell: (row) => <span className={`log-${row.type}`}>{row.message}</span>,
    },
  ];
  return (
    <Table
      label="Log"
      columns={columns}
      rows={filter.rows(log)}
      rowKey={(row) => String(row.seq)}
      groupOf={(row) => days.dayOf(row.timestamp)}
      firstGroup={days.today}
      empty="Nothing logged yet."
    />
  );
}

export function AlertsPanel(): ReactElement {
  const alarms = useCockpit((state) => state.alarms);
  const names = useNames();
  const { zone } = usePrefs();
  const filter = useFilter();
  const days = useDays();
  const columns: readonly Column<AlarmMessage>[] = [
    { key: 'time', title: 'Time', width: '11%', cell: (row) => <RowTime iso={row.timestamp} zone={zone} /> },
    {
      key: 'strategy',
      title: 'Strategy',
      width: '13%',
      cell: (row) => (row.strategy === null ? 'account' : names.title(row.strategy)),
    },
    {
      key: 'severity',
      title: 'Kind',
      width: '10%',
      cell: (row) => (
        <span className={row.severity === 'error' ? 'refused' : row.severity === 'warning' ? 'amber' : 'quiet'}>
          {row.severity}
        </span>
      ),
    },
    { key: 'message', title: 'What', width: '66%', cell: (row) => row.message },
  ];
  return (
    <Table
      label="Alerts"
      columns={columns}
      rows={filter.rows(alarms)}
      rowKey={(row) => row.id}
      groupOf={(row) => days.dayOf(row.timestamp)}
      firstGroup={days.today}
      empty="No alert."
    />
  );
}

export function ReceiptsPanel(): ReactElement {
  const receipts = useCockpit((state) => state.receipts);
  const names = useNames();
  const { zone } = usePrefs();
  const { strategy } = useFilter();
  const rows = receipts.filter(({ scope }) => strategy === '' || scope === strategy || scope === 'account');
  const days = useDays();
  const columns: readonly Column<ReceiptMessage>[] = [
    { key: 'time', title: 'Time', width: '9%', cell: (row) => <RowTime iso={row.timestamp} zone={zone} /> },
    {
      key: 'scope',
      title: 'What',
      width: '15%',
      cell: (row) => (row.scope === 'account' ? 'Flatten everything' : `Flatten ${names.title(row.scope)}`),
    },
    { key: 'actor', title: 'By', width: '8%', cell: (row) => row.actor },
    {
      key: 'steps',
      title: 'Steps',
      width: '48%',
      cell: (row) => (
        <span className="why" title={row.steps.map((step) => `${step.text} ${latency(step.ms)}`).join('\n')}>
          {row.steps.map((step) => `${step.text} ${latency(step.ms)}`).join(' \u00b7 ') || NOTHING}
        </span>
      ),
    },
    { key: 'ms', title: 'Took', width: '8%', isNumber: true, cell: (row) => latency(row.ms) },
    {
      key: 'end',
      title: 'End',
      width: '12%',
      cell: (row) =>
        row.verified ? (
          'flat, verified'
        ) : (
          <span
            className="refused"
            title={
              row.positions === null || row.workingOrders === null
                ? 'the venue was not asked'
                : `${plural(row.positions.length, 'position')}, ${plural(row.workingOrders, 'order')} working`
            }
          >
            not verified flat
          </span>
        ),
    },
  ];
  return (
    <Table
      label="Receipts"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      groupOf={(row) => days.dayOf(row.timestamp)}
      firstGroup={days.today}
      empty="Nothing was flattened in this run yet. F8 flattens the selected strategy."
    />
  );
}
