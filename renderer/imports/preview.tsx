import { useEffect, useMemo, type ReactElement } from 'react';
import type { CheckedRecording } from '../../engine/wire/index.ts';
import { PreviewChart } from '../chart/preview-chart.ts';
import { useCockpit, usePrefs } from '../context/cockpit-context.ts';
import { useChart } from '../context/use-chart.ts';
import { minutes } from './recording-words.ts';
import { contractOf } from '../state/catalog.ts';

/** The bars that would be taken, at a glance. */
export function Preview({ checked }: { readonly checked: CheckedRecording }): ReactElement {
  const { zone } = usePrefs();
  const { holder, chart } = useChart(PreviewChart);
  const { preview, barsEach, verdict } = checked;
  const contract = useCockpit(({ catalog }) => (catalog === undefined ? undefined : contractOf(catalog, verdict.root)));
  const bars = useMemo(
    () => preview.map(({ time, ...prices }) => ({ timeMs: Date.parse(time), ...prices })),
    [preview],
  );
  useEffect(() => {
    if (contract !== undefined) chart?.draw(bars, contract, zone);
  }, [chart, bars, contract, zone]);
  const each = minutes((verdict.intervalMinutes ?? 1) * barsEach);
  return (
    <figure className="import-preview">
      <div className="import-chart" ref={holder} data-testid="import-chart" data-bars={bars.length} />
      <figcaption className="quiet">
        {verdict.root}, {barsEach === 1 ? 'each bar' : `${barsEach} bars in one candle (${each})`}, times in{' '}
        {zone === 'chicago' ? 'Chicago' : 'your zone'}
      </figcaption>
    </figure>
  );
}
