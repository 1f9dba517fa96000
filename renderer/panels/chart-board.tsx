import { useEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import type { Interval } from '../../engine/wire/index.ts';
import { CockpitChart } from '../chart/cockpit-chart.ts';
import { Legend } from '../chart/legend.ts';
import { contractHours } from '../chart/sessions.ts';
import { INTERVAL_MS, type ChartFeed } from '../connection/chart-feed.ts';
import { onFrame } from '../connection/frame.ts';
import { price } from '../format/price.ts';
import { age, day, span } from '../format/time.ts';
import { chartLines, closedMarks, openMark } from '../state/chart-lines.ts';
import { levelLines } from '../state/day-levels.ts';
import { marketTime } from '../state/market-clock.ts';
import { contractOf } from '../state/catalog.ts';
import { bookOf, fullTitle, scaleOf, symbolOf } from '../state/select.ts';
import { isPriceOld, priceAgeMs } from '../state/old-figures.ts';
import { readChartLook } from '../theme/chart-look.ts';
import { sameMembers, useCockpit, usePrefs, useScreen } from './cockpit-context.ts';
import { useDayLevels } from './use-day-levels.ts';
import { useLookAt } from './use-look-at.ts';
import { useLookName } from './use-look.ts';

/**
 * Feeds a chart with bars. The newest bar goes in at once: the chart's own paint takes it up with the next frame, a frame
 * of ours before it would only add its length. A whole new picture and what is written beside it come once a frame.
 */
function drawFrom(feed: ChartFeed, chart: CockpitChart): () => void {
  let isWhole = false;
  let isDue = false;
  let isClosed = false;
  const settle = (): void => {
    isDue = false;
    if (isClosed) return;
    if (isWhole) chart.take(feed.get(), 'whole');
    isWhole = false;
    chart.settle();
  };
  chart.take(feed.get(), 'whole');
  chart.settle();
  const stop = feed.listen((series, change) => {
    if (change === 'whole') isWhole = true;
    else if (!isWhole) chart.take(series, change);
    if (isDue) return;
    isDue = true;
    onFrame(settle);
  });
  return () => {
    isClosed = true;
    stop();
  };
}

function keyOnChart(event: React.KeyboardEvent, chart: CockpitChart): void {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const step = event.shiftKey ? 60 : 8;
  if (event.key === 'ArrowLeft') chart.scroll(-step);
  else if (event.key === 'ArrowRight') chart.scroll(step);
  else if (event.key === '+') chart.zoom(1.2);
  else if (event.key === '-') chart.zoom(1 / 1.2);
  else if (event.key === 'End') chart.follow();
  else return;
  event.preventDefault();
}

export interface BoardProps {
  readonly strategy: string;
  readonly interval: Interval;
  readonly feed: ChartFeed;
}

/** Chart, legend and what they carry, for a strategy whose engine has told its contract. */
export function ChartBoard({ strategy, interval, feed }: BoardProps): ReactElement {
  const { cockpit } = useScreen();
  const { zone } = usePrefs();
  const lookName = useLookName();
  const holder = useRef<HTMLDivElement>(null);
  const legendHolder = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<CockpitChart>();
  const [awayMs, setAway] = useState<number>();
  const [hasBars, setHasBars] = useState(feed.get().points.length > 0);
  const symbol = useCockpit((state) => symbolOf(state, strategy));
  const config = symbol?.config;
  const root = symbol?.root ?? '';
  const scale = useCockpit((state) => scaleOf(state, root), sameMembers);
  const catalog = useCockpit((state) => state.catalog);
  const book = useCockpit((state) => bookOf(state, strategy));
  const orders = useCockpit((state) => state.orders);
  const trades = useCockpit((state) => state.trades);
  const knowsTrades = useCockpit((state) => state.tradeSpan !== undefined);
  const view = useCockpit((state) => state.views[strategy]);

  useEffect(() => {
    const element = holder.current;
    const legendElement = legendHolder.current;
    const contract = contractOf(catalog, root);
    if (
      element === null ||
      legendElement === null ||
      config === undefined ||
      catalog === undefined ||
      contract === undefined
    )
      return undefined;
    const { tickSize, decimals } = contract;
    const legend = new Legend(
      legendElement,
      `${config.symbol} \u00b7 ${interval}`,
      config,
      decimals,
      interval === '1m',
    );
    const made: CockpitChart = new CockpitChart(
      element,
      readChartLook(),
      {
        hours: contractHours(catalog, root, config.hours),
        decimals,
        tickSize,
        intervalMs: INTERVAL_MS[interval],
        hasIndicators: interval === '1m',
      },
      {
        onReach: (bars) => feed.reach(bars),
        onNearStart: () => void feed.older(),
        onReading: (reading) => {
          legend.show(reading, made);
          if (reading !== undefined) setHasBars(true);
        },
        onAway: setAway,
      },
    );
    const levels = [config.rsiOverbought, config.rsiOversold];
    made.rsiLegend.setGuides(levels.map((level) => ({ price: level, text: String(level) })));
    const stop = drawFrom(feed, made);
    setChart(made);
    return () => {
      stop();
      setChart(undefined);
      made.destroy();
    };
  }, [feed, config, catalog, interval, root]);

  useEffect(() => chart?.setZone(zone), [chart, zone]);
  useEffect(() => {
    if (lookName !== '') chart?.setLook(readChartLook());
  }, [chart, lookName]);
  const levels = useDayLevels(strategy, root);
  useEffect(() => {
    const ofDay = interval === '1d' ? [] : levelLines(levels, scale.decimals);
    chart?.setLines([...ofDay, ...chartLines(book, orders, view, scale)]);
  }, [chart, book, orders, view, scale, levels, interval]);
  const closed = useMemo(() => closedMarks(trades, strategy), [trades, strategy]);
  useEffect(() => {
    const open = openMark(book);
    chart?.setMarks(open === undefined ? closed : [...closed, open]);
  }, [chart, closed, book]);
  useEffect(() => {
    if (!knowsTrades) return undefined;
    // Where bars are, their trades are too.
    const reach = (): void => {
      const first = feed.get().points[0];
      if (first !== undefined) void cockpit.trades.reach(first.timeMs);
    };
    reach();
    return feed.listen((_series, change) => {
      if (change === 'whole') reach();
    });
  }, [feed, cockpit, knowsTrades]);
  const [said, closeSaid] = useLookAt(strategy, feed, chart);

  useEffect(() => {
    let isDue = false;
    const show = (): void => {
      isDue = false;
      const series = feed.get();
      const newest = series.forming ?? series.points.at(-1);
      if (newest === undefined) return;
      const endMs = newest.timeMs + INTERVAL_MS[interval];
      const state = cockpit.store.get();
      const { clock } = state;
      const isStanding = clock === undefined || clock.speed === 0;
      const isOld = isPriceOld(state, root);
      // The clock may be a moment behind the bar: a bar has never more left than its length.
      const leftMs = isStanding ? 0 : Math.min(INTERVAL_MS[interval], endMs - marketTime(clock, performance.now()));
      const left = isStanding ? '' : span(leftMs);
      const countdown = isOld ? `${age(priceAgeMs(state, root) ?? 0)} old` : left;
      chart?.setLast({ price: newest.close, text: price(newest.close, scale.decimals), countdown, isOld });
    };
    show();
    const timer = setInterval(show, 250);
    const stop = feed.listen(() => {
      if (!isDue) onFrame(show);
      isDue = true;
    });
    return () => {
      clearInterval(timer);
      stop();
    };
  }, [chart, cockpit.store, feed, interval, scale, strategy, root]);

  const name = symbol === undefined ? strategy : fullTitle(symbol);
  return (
    <div
      className="chart-board"
      tabIndex={0}
      role="application"
      aria-roledescription="chart"
      aria-label={`${name}, ${interval} bars. Arrow keys scroll, plus and minus zoom, End shows the newest bar.`}
      onKeyDown={(event) => {
        if (chart !== undefined) keyOnChart(event, chart);
      }}
      data-testid={`chart-${strategy}`}
      data-bars={hasBars ? 'yes' : 'no'}
    >
      <div className="chart-holder" ref={holder} />
      <div className="chart-legend" ref={legendHolder} aria-hidden="true" />
      {awayMs === undefined ? null : (
        <button type="button" className="chart-follow" onClick={() => chart?.follow()}>
          <strong>{day(awayMs, zone)}</strong> newest bar →
        </button>
      )}
      {said === '' ? null : (
        <p className="chart-said" role="status">
          {said}
          <button type="button" className="small-button" aria-label="Close this note" onClick={closeSaid}>
            ×
          </button>
        </p>
      )}
      {hasBars ? null : <p className="chart-waiting">No bars yet</p>}
    </div>
  );
}
