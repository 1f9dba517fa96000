import { useEffect, useMemo, useState, type ReactElement } from 'react';
import { EquityChart, type EquityPicture } from '../chart/equity-chart.ts';
import { Segmented } from '../controls/segmented.tsx';
import { dollars, signedDollars, tone } from '../format/money.ts';
import { dayOfYear, daysBefore } from '../state/calendar.ts';
import { useCockpit, usePrefs } from '../context/cockpit-context.ts';
import { PanelPage } from './panel-page.tsx';
import { StrategyChoice } from './strategy-choice.tsx';
import { useCall } from '../context/use-call.ts';
import { useChart } from '../context/use-chart.ts';

const RANGES = [
  { value: 1, text: 'Today' },
  { value: 7, text: 'Week' },
  { value: 30, text: 'Month' },
  { value: 92, text: 'Quarter' },
] as const;

const AGAIN_MS = 30_000;

function CurveView({ picture }: { readonly picture: EquityPicture }): ReactElement {
  const { zone } = usePrefs();
  const { holder, chart } = useChart(EquityChart);
  useEffect(() => chart?.draw(picture, zone), [chart, picture, zone]);
  return <div className="chart-holder" ref={holder} data-testid="equity-chart" />;
}

/** Equity and drawdown over trading days, with the figures of just these days; the hub computes them. */
export function EquityPanel(): ReactElement {
  const today = useCockpit((state) => state.account?.tradingDay);
  const [days, setDays] = useState<1 | 7 | 30 | 92>(1);
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [strategy, setStrategy] = useState('');
  const isOwnRange = from !== '' && to !== '' && from <= to;
  const firstDay = isOwnRange ? from : today === undefined ? undefined : daysBefore(today, days - 1);
  const [loaded] = useCall(
    'equity',
    {
      query: {
        strategy: strategy === '' ? undefined : strategy,
        from: firstDay,
        to: isOwnRange ? to : today,
        points: 1_000,
      },
    },
    AGAIN_MS,
  );
  const told = loaded.state === 'ok' ? loaded.value : undefined;
  const picture = useMemo<EquityPicture>(
    () => ({
      of: strategy === '' ? 'account' : 'strategy',
      start: told?.start ?? 0,
      points: (told?.points ?? []).map(({ timestamp, ...point }) => ({ timeMs: Date.parse(timestamp), ...point })),
    }),
    [told, strategy],
  );
  const last = picture.points.at(-1);
  const tools = (
    <>
      <Segmented<1 | 7 | 30 | 92>
        label="Range"
        choices={RANGES}
        value={isOwnRange ? undefined : days}
        onChoose={(next) => {
          setDays(next);
          setFrom('');
          setTo('');
        }}
      />
      <input
        className="field"
        type="date"
        aria-label="From trading day"
        value={from}
        max={today}
        onChange={(event) => setFrom(event.target.value)}
      />
      <input
        className="field"
        type="date"
        aria-label="To trading day"
        value={to}
        max={today}
        onChange={(event) => setTo(event.target.value)}
      />
      <StrategyChoice value={strategy} onChoose={setStrategy} all="account" />
      <span data-testid="span-net">
        <span className="quiet">net {told === undefined ? '' : spanWords(told.from, told.to)}</span>{' '}
        <strong className={tone(told?.net)}>{signedDollars(told?.net)}</strong>
      </span>
      <span data-testid="deepest">
        <span className="quiet">deepest drawdown</span> <strong>{dollars(told?.deepest)}</strong>
      </span>
      <span data-testid="equity-end">
        <span className="quiet">{strategy === '' ? 'equity' : 'since the start'}</span>{' '}
        <strong>{strategy === '' ? dollars(last?.equity) : signedDollars(last?.equity)}</strong>
      </span>
      <span data-testid="high-water">
        <span className="quiet">high</span>{' '}
        <strong>{strategy === '' ? dollars(told?.highWater) : signedDollars(told?.highWater)}</strong>
      </span>
      {loaded.state === 'fault' ? <span className="amber">{loaded.message}</span> : null}
    </>
  );
  return (
    <PanelPage label="Equity and drawdown" tools={tools} className="has-chart">
      <div className="page-fill">
        <CurveView picture={picture} />
        {loaded.state !== 'loading' && picture.points.length === 0 ? (
          <p className="chart-waiting">Nothing recorded in this range</p>
        ) : null}
      </div>
    </PanelPage>
  );
}

/** The trading days that the figures are of: "20 Nov", "14 Nov to 20 Nov". */
function spanWords(from: string, to: string): string {
  return from === to ? dayOfYear(to) : `${dayOfYear(from)} to ${dayOfYear(to)}`;
}
