import { useEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import { EquityChart, type EquityPoint } from '../chart/equity-chart.ts';
import { Segmented } from '../controls/segmented.tsx';
import { dollars, signedDollars, tone } from '../format/money.ts';
import { dayStart } from '../state/day-levels.ts';
import { readChartLook } from '../theme/chart-look.ts';
import { useCockpit, usePrefs } from './cockpit-context.ts';
import { PanelPage } from './panel-page.tsx';
import { StrategyChoice } from './strategy-choice.tsx';
import { useCall } from './use-call.ts';
import { useLookName } from './use-look.ts';

const RANGES = [
  { value: 1, text: 'Today' },
  { value: 7, text: 'Week' },
  { value: 30, text: 'Month' },
  { value: 92, text: 'Quarter' },
] as const;

const DAY_MS = 86_400_000;
const AGAIN_MS = 30_000;

function Curve({ points }: { readonly points: readonly EquityPoint[] }): ReactElement {
  const { zone } = usePrefs();
  const lookName = useLookName();
  const holder = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<EquityChart>();
  useEffect(() => {
    if (holder.current === null) return undefined;
    const made = new EquityChart(holder.current, readChartLook());
    setChart(made);
    return () => {
      setChart(undefined);
      made.destroy();
    };
  }, []);
  useEffect(() => chart?.draw(points, zone), [chart, points, zone]);
  useEffect(() => {
    if (lookName !== '') chart?.setLook(readChartLook());
  }, [chart, lookName]);
  return <div className="chart-holder" ref={holder} data-testid="equity-chart" />;
}

/** Net P&L and drawdown over any range, from the hub's roll-ups that keep every extreme. */
export function EquityPanel(): ReactElement {
  const today = useCockpit((state) => state.account?.tradingDay);
  const [days, setDays] = useState<1 | 7 | 30 | 92>(1);
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [strategy, setStrategy] = useState('');
  const isOwnRange = from !== '' && to !== '' && from <= to;
  const startMs = today === undefined ? undefined : isOwnRange ? dayStart(from) : dayStart(today) - (days - 1) * DAY_MS;
  const [loaded] = useCall(
    'drawdown',
    {
      query: {
        ...(strategy === '' ? {} : { strategy_id: strategy }),
        start: startMs === undefined ? undefined : new Date(startMs).toISOString(),
        end: isOwnRange ? new Date(dayStart(to) + DAY_MS).toISOString() : undefined,
        points: 1_000,
      },
    },
    AGAIN_MS,
  );
  const told = loaded.state === 'ok' ? loaded.value.chart_data : undefined;
  const points = useMemo<readonly EquityPoint[]>(
    () => (told ?? []).map(({ timestamp, pnl, drawdown }) => ({ timeMs: Date.parse(timestamp), pnl, drawdown })),
    [told],
  );
  const last = points.at(-1);
  const deepest = Math.max(0, ...points.map((point) => point.drawdown));
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
      <span>
        <span className="quiet">net</span> <strong className={tone(last?.pnl)}>{signedDollars(last?.pnl)}</strong>
      </span>
      <span data-testid="deepest">
        <span className="quiet">deepest drawdown</span> <strong>{dollars(deepest)}</strong>
      </span>
      {loaded.state === 'fault' ? <span className="amber">{loaded.message}</span> : null}
    </>
  );
  return (
    <PanelPage label="Equity and drawdown" tools={tools} className="has-chart">
      <div className="page-fill">
        <Curve points={points} />
        {loaded.state !== 'loading' && points.length === 0 ? (
          <p className="chart-waiting">Nothing recorded in this range</p>
        ) : null}
      </div>
    </PanelPage>
  );
}
