import { useState, type ReactElement } from 'react';
import { plural } from '../format/words.ts';
import { dayMonth, hourMinute, type Zone } from '../format/time.ts';
import { useCockpit, usePrefs, useScreen } from '../context/cockpit-context.ts';
import { useFilter } from '../context/filter-context.ts';
import { TradesTable } from './trades-table.tsx';

/** Rows that are drawn at first, and that each press adds. */
const ROWS = 200;

function since(iso: string, zone: Zone): string {
  const ms = Date.parse(iso);
  return `since ${dayMonth(ms, zone)} ${hourMinute(ms, zone)}`;
}

/** Closed trades, newest first: it says from when on it has them, and brings older ones when asked. */
export function TradesPanel(): ReactElement {
  const trades = useCockpit((state) => state.trades);
  const tradeSpan = useCockpit((state) => state.tradeSpan);
  const { cockpit } = useScreen();
  const { zone } = usePrefs();
  const filter = useFilter();
  const [most, setMost] = useState(ROWS);
  const rows = filter.rows(trades);
  const isCut = rows.length > most;
  const isAll = !isCut && (tradeSpan === undefined || tradeSpan.isComplete);
  const from = isCut ? rows[most - 1]?.exitTime : tradeSpan?.from;
  const count = plural(Math.min(rows.length, most), 'trade');
  const words = tradeSpan === undefined ? `${count} of today` : isAll ? `${count}, all of this run` : count;
  const more = (): void => {
    setMost(most + ROWS);
    if (rows.length < most + ROWS) void cockpit.trades.older();
  };
  const foot = (
    <>
      <span data-testid="trades-span">
        {words}
        {isAll || from === undefined ? '' : ` ${since(from, zone)}`}
      </span>
      {isAll ? null : (
        <button type="button" className="row-button" onClick={more}>
          older
        </button>
      )}
    </>
  );
  return <TradesTable trades={rows} empty="No trade yet." most={most} foot={foot} />;
}
