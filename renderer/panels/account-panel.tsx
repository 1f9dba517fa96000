import type { ReactElement } from 'react';
import type { CockpitBook } from '../../engine/wire/index.ts';
import { Pnl } from '../controls/money.tsx';
import { Table, type Column } from '../controls/table.tsx';
import { dollars, signedDollars, tone } from '../format/money.ts';
import { clock } from '../format/time.ts';
import { stateWord } from '../format/words.ts';
import { isAccountOld } from '../state/old-figures.ts';
import { bookTitle } from '../state/select.ts';
import { useCockpit, usePrefs, useScreen } from '../context/cockpit-context.ts';
import { PanelPage } from './panel-page.tsx';

/** Balance, equity, exposure and limits, with where the figures come from and as of when. */
export function AccountPanel(): ReactElement {
  const account = useCockpit((state) => state.account);
  const isOld = useCockpit(isAccountOld);
  const { store } = useScreen().cockpit;
  const { zone } = usePrefs();
  if (account === undefined) {
    return (
      <PanelPage label="Account">
        <p className="page-note">Waiting for the account</p>
      </PanelPage>
    );
  }
  const figures: readonly (readonly [name: string, value: string, color?: string])[] = [
    ['Balance', dollars(account.balance)],
    ['Equity', dollars(account.equity)],
    ['Open P&L', signedDollars(account.openPnl), tone(account.openPnl)],
    ['Day, net', signedDollars(account.dayNet), tone(account.dayNet)],
    ['Day, closed', signedDollars(account.dayRealized), tone(account.dayRealized)],
    ['Fees today', dollars(account.dayFees)],
    ['Room left', account.dailyLossLimit === null ? 'no limit' : dollars(account.room)],
    ['Daily loss limit', account.dailyLossLimit === null ? 'off' : dollars(account.dailyLossLimit)],
    ['Exposure', `${account.exposure} of ${account.accountCap} micros`],
    ['Margin, estimated', dollars(account.margin)],
    ['Buying power, estimated', dollars(account.buyingPower)],
    ['Balance at the start', dollars(account.startBalance)],
  ];
  const columns: readonly Column<CockpitBook>[] = [
    { key: 'book', title: 'Book', width: '20%', cell: (row) => bookTitle(store.get(), row.id) },
    {
      key: 'state',
      title: 'State',
      width: '14%',
      cell: (row) => <span className={row.state === 'RUN' ? '' : 'amber'}>{stateWord(row.state)}</span>,
    },
    { key: 'trades', title: 'Trades', width: '10%', isNumber: true, cell: (row) => row.dayTrades },
    { key: 'won', title: 'Won', width: '10%', isNumber: true, cell: (row) => row.dayWins },
    { key: 'gross', title: 'Gross', width: '14%', isNumber: true, cell: (row) => <Pnl value={row.dayGross} /> },
    { key: 'fees', title: 'Fees', width: '10%', isNumber: true, cell: (row) => dollars(row.dayFees) },
    { key: 'net', title: 'Net', width: '12%', isNumber: true, cell: (row) => <Pnl value={row.dayNet} /> },
    { key: 'draw', title: 'Drawdown', width: '10%', isNumber: true, cell: (row) => dollars(row.drawdown) },
  ];
  return (
    <PanelPage label="Account">
      <h3 className="heading">
        {account.account} · {account.mode} · trading day {account.tradingDay}
      </h3>
      <dl className="figures">
        {figures.map(([name, value, color]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className={isOld ? 'is-stale' : color}>{value}</dd>
          </div>
        ))}
      </dl>
      <h3 className="heading">By strategy, today</h3>
      <Table label="By strategy" columns={columns} rows={account.books} rowKey={(row) => row.id} empty="No strategy." />
      <p className="page-note">
        Told by the {account.asOf.source} as of {clock(Date.parse(account.asOf.time), zone)}, step {account.asOf.step},
        journal row {account.asOf.seq}
        {isOld ? ', not the present' : ''}.
      </p>
    </PanelPage>
  );
}
