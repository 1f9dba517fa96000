import { useEffect, useState } from 'react';
import type { CockpitChart } from '../chart/cockpit-chart.ts';
import { MOST_JUMP_POINTS, type ChartFeed, type Reached } from '../connection/chart-feed.ts';
import { day, hourMinute, type Zone } from '../format/time.ts';
import { useCockpit, usePrefs, useScreen } from './cockpit-context.ts';

function moment(ms: number, zone: Zone): string {
  return `${day(ms, zone)} ${hourMinute(ms, zone)}`;
}

/** Why a moment is not shown; empty where it is. */
function whyNot(reached: Reached, timeMs: number, firstMs: number | undefined, zone: Zone): string {
  const at = moment(timeMs, zone);
  switch (reached) {
    case 'there':
      return '';
    case 'none':
      return firstMs === undefined
        ? `There are no bars of ${at}.`
        : `There are no bars of ${at} here: they begin on ${moment(firstMs, zone)}.`;
    case 'too-far':
      return `${at} is more than ${MOST_JUMP_POINTS.toLocaleString('en-US')} bars back: choose longer bars.`;
    case 'no-answer':
      return `The engine gave no bars of ${at}: choose the trade again.`;
  }
}

/** Moves the chart to the moment that somebody asked for, and says what stands in the way. */
export function useLookAt(
  strategy: string,
  feed: ChartFeed,
  chart: CockpitChart | undefined,
): readonly [said: string, close: () => void] {
  const { store } = useScreen().cockpit;
  const { zone } = usePrefs();
  const at = useCockpit(({ lookAt }) => (lookAt?.strategy === strategy ? lookAt : undefined));
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (chart === undefined || at === undefined) return undefined;
    let isOver = false;
    void feed.back(at.timeMs).then((reached) => {
      if (isOver) return;
      if (reached === 'there') {
        chart.take(feed.get(), 'whole');
        chart.goTo(at.timeMs);
      }
      setSaid(whyNot(reached, at.timeMs, feed.get().points[0]?.timeMs, zone));
      store.send({ type: 'looked' });
    });
    return () => {
      isOver = true;
    };
  }, [store, feed, chart, at, zone]);
  const isLoading = at !== undefined && !((feed.get().points[0]?.timeMs ?? Number.POSITIVE_INFINITY) <= at.timeMs);
  return [isLoading ? `Loading the bars of ${moment(at.timeMs, zone)} \u2026` : said, () => setSaid('')];
}
