import { useState, type ReactElement } from 'react';
import { Pnl } from '../controls/money.tsx';
import { signedDollars, signedWholeDollars, tone } from '../format/money.ts';
import { plural } from '../format/words.ts';
import { heat, monthBeside, monthRange, weeksOf, type CalendarCell, type DayFigures } from '../state/calendar.ts';
import { useCockpit } from '../context/cockpit-context.ts';
import { Await, PanelPage } from './panel-page.tsx';
import { StrategyChoice } from './strategy-choice.tsx';
import { TradesTable } from './trades-table.tsx';
import { useCall } from '../context/use-call.ts';
import './calendar-panel.css';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function monthName(month: string): string {
  return new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    Date.parse(`${month}-15T00:00:00Z`),
  );
}

interface CellProps {
  readonly cell: CalendarCell;
  readonly days: readonly DayFigures[];
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function Cell({ cell, days, isChosen, onChoose }: CellProps): ReactElement {
  const { figures } = cell;
  if (figures === undefined) {
    return (
      <td className={cell.isInMonth ? 'day' : 'day is-outside'}>
        <span className="day-number">{cell.dayOfMonth}</span>
      </td>
    );
  }
  const share = Math.round(8 + heat(figures.pnl, days) * 30);
  const color = tone(figures.pnl) === 'down' ? 'var(--down)' : 'var(--up)';
  const background = figures.pnl === 0 ? undefined : `color-mix(in srgb, ${color} ${share}%, var(--panel))`;
  return (
    <td className={cell.isInMonth ? 'day' : 'day is-outside'}>
      <button
        type="button"
        className="day-button"
        aria-pressed={isChosen}
        style={{ background }}
        aria-label={`${cell.date}: ${signedDollars(figures.pnl)}, ${plural(figures.trades, 'trade')}`}
        onClick={onChoose}
      >
        <span className="day-number">{cell.dayOfMonth}</span>
        <span className="day-pnl">{signedWholeDollars(figures.pnl)}</span>
        <span className="day-trades">{figures.trades}</span>
      </button>
    </td>
  );
}

interface DayTradesProps {
  readonly date: string;
  readonly strategy: string;
}

function DayTrades({ date, strategy }: DayTradesProps): ReactElement {
  const [trades] = useCall('trades', { query: { day: date, ...(strategy === '' ? {} : { strategy }) } });
  return (
    <>
      <h3 className="heading">Trades of {date}</h3>
      <Await loaded={trades}>
        {(rows) => <TradesTable trades={[...rows].reverse()} empty="No trade closed on this day." />}
      </Await>
    </>
  );
}

/** Net P&L by exchange trading day, week sums at the right; a day opens its trades. */
export function CalendarPanel(): ReactElement {
  const today = useCockpit((state) => state.account?.tradingDay);
  const [month, setMonth] = useState<string>();
  const [chosen, setChosen] = useState<string>();
  const [strategy, setStrategy] = useState('');
  const shown = month ?? today?.slice(0, 7);
  const { from, to } = shown === undefined ? { from: undefined, to: undefined } : monthRange(shown);
  const [calendar] = useCall('calendar', {
    query: { start_date: from, end_date: to, ...(strategy === '' ? {} : { strategy_id: strategy }) },
  });
  if (shown === undefined) {
    return (
      <PanelPage label="P&L calendar">
        <p className="page-note">Waiting for the account</p>
      </PanelPage>
    );
  }
  const tools = (
    <>
      <button
        type="button"
        className="small-button"
        aria-label="Month before"
        onClick={() => setMonth(monthBeside(shown, -1))}
      >
        ←
      </button>
      <strong className="month-name">{monthName(shown)}</strong>
      <button
        type="button"
        className="small-button"
        aria-label="Month after"
        onClick={() => setMonth(monthBeside(shown, 1))}
      >
        →
      </button>
      <StrategyChoice value={strategy} onChoose={setStrategy} />
    </>
  );
  return (
    <PanelPage label="P&L calendar" tools={tools}>
      <Await loaded={calendar}>
        {({ calendar_data: days }) => {
          const weeks = weeksOf(shown, days);
          const inMonth = days.filter(({ date }) => date.startsWith(shown));
          return (
            <table className="calendar">
              <thead>
                <tr>
                  {WEEKDAYS.map((name) => (
                    <th key={name} scope="col">
                      {name}
                    </th>
                  ))}
                  <th scope="col" className="num">
                    Week
                  </th>
                </tr>
              </thead>
              <tbody>
                {weeks.map((week) => (
                  <tr key={week.cells[0]?.date}>
                    {week.cells.map((cell) => (
                      <Cell
                        key={cell.date}
                        cell={cell}
                        days={inMonth}
                        isChosen={cell.date === chosen}
                        onChoose={() => setChosen(cell.date)}
                      />
                    ))}
                    <td className="week num">
                      {week.trades === 0 ? null : (
                        <>
                          <Pnl value={week.sum} />
                          <span className="faint">{plural(week.trades, 'trade')}</span>
                        </>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          );
        }}
      </Await>
      {chosen === undefined ? (
        <p className="page-note">Choose a day to see its trades.</p>
      ) : (
        <DayTrades date={chosen} strategy={strategy} />
      )}
    </PanelPage>
  );
}
