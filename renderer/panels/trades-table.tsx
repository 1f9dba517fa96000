import type { ReactElement, ReactNode } from 'react';
import type { CockpitTrade } from '../../engine/wire/index.ts';
import { Pnl } from '../controls/money.tsx';
import { Side } from '../controls/side.tsx';
import { Table, type Column } from '../controls/table.tsx';
import { signedR } from '../format/money.ts';
import { price } from '../format/price.ts';
import { clock, dayMonth, hourMinute, type Zone } from '../format/time.ts';
import { useCockpit, usePrefs } from '../context/cockpit-context.ts';
import { useGoTo } from '../context/go-to.ts';
import { useNames } from '../context/use-names.ts';

interface TradesTableProps {
  readonly trades: readonly CockpitTrade[];
  readonly empty: string;
  /** Rows that are drawn at most. */
  readonly most?: number;
  readonly foot?: ReactNode;
}

/** Time of a trade's end; of another trading day with its date. */
function TradeTime({
  trade,
  today,
  zone,
}: {
  readonly trade: CockpitTrade;
  readonly today: string;
  readonly zone: Zone;
}): ReactElement {
  const ms = Date.parse(trade.exitTime);
  const isToday = trade.tradingDay === '' || trade.tradingDay === today;
  return (
    <time dateTime={trade.exitTime}>{isToday ? clock(ms, zone) : `${dayMonth(ms, zone)} ${hourMinute(ms, zone)}`}</time>
  );
}

/** Closed trades, newest first; a row leads to its place on the chart. */
export function TradesTable({ trades, empty, most, foot }: TradesTableProps): ReactElement {
  const names = useNames();
  const today = useCockpit((state) => state.account?.tradingDay ?? '');
  const { zone } = usePrefs();
  const goTo = useGoTo();
  const columns: readonly Column<CockpitTrade>[] = [
    { key: 'time', title: 'Time', width: '11%', cell: (row) => <TradeTime trade={row} today={today} zone={zone} /> },
    { key: 'strategy', title: 'Strategy', width: '13%', cell: (row) => names.title(row.strategy) },
    { key: 'side', title: 'Side', width: '9%', cell: (row) => <Side side={row.side} /> },
    { key: 'qty', title: 'Qty', width: '5%', isNumber: true, cell: (row) => row.quantity },
    {
      key: 'entry',
      title: 'Entry',
      width: '12%',
      isNumber: true,
      cell: (row) => price(row.entryPrice, names.decimals(row.root)),
    },
    {
      key: 'exit',
      title: 'Exit',
      width: '11%',
      isNumber: true,
      cell: (row) => price(row.exitPrice, names.decimals(row.root)),
    },
    { key: 'r', title: 'R', width: '7%', isNumber: true, cell: (row) => signedR(row.r) },
    { key: 'net', title: 'Net', width: '10%', isNumber: true, cell: (row) => <Pnl value={row.pnl} /> },
    {
      key: 'why',
      title: 'Why',
      width: '22%',
      cell: (row) => (
        <span className="why" title={row.entryReason}>
          {row.reason}
        </span>
      ),
    },
  ];
  return (
    <Table
      label="Trades"
      columns={columns}
      rows={trades}
      rowKey={(row) => row.tradeId}
      empty={empty}
      most={most}
      foot={foot}
      onRow={(row) => goTo(row.strategy, Date.parse(row.exitTime))}
    />
  );
}
