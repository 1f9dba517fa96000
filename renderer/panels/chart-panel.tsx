import type { IDockviewPanelProps } from 'dockview-react';
import { useMemo, type ReactElement } from 'react';
import { fullTitle, symbolOf } from '../state/select.ts';
import { ChartBoard } from './chart-board.tsx';
import { ChartNotice } from './chart-notice.tsx';
import { useCockpit, useScreen } from '../context/cockpit-context.ts';
import type { ChartParams } from '../context/chart-params.ts';
import { useIsTarget } from '../context/targets-context.ts';
import './chart-panel.css';

type ChartPanelProps = Pick<IDockviewPanelProps<ChartParams>, 'params'> & Partial<IDockviewPanelProps<ChartParams>>;

/** A strategy's chart; framed where the keys of its window act on it. */
export function ChartPanel({ params, api }: ChartPanelProps): ReactElement {
  const { strategy, interval } = params;
  const { cockpit } = useScreen();
  const symbol = useCockpit((state) => symbolOf(state, strategy));
  const isTarget = useIsTarget(strategy, api);
  const hasConfig = symbol?.config !== undefined;
  const place = symbol?.url;
  // A feed exists once the symbol's server is known and has told its contract; a server that moved brings another one.
  const feed = useMemo(
    () => (hasConfig && place !== undefined ? cockpit.feed(strategy, interval) : undefined),
    [cockpit, strategy, interval, hasConfig, place],
  );
  return (
    <div className={isTarget ? 'chart-panel is-target' : 'chart-panel'}>
      {feed === undefined ? (
        <p className="chart-waiting">
          {symbol === undefined ? 'Waiting for the hub' : `Waiting for ${fullTitle(symbol)}'s engine`}
        </p>
      ) : (
        <ChartBoard key={`${strategy} ${interval}`} strategy={strategy} interval={interval} feed={feed} />
      )}
      <ChartNotice strategy={strategy} />
    </div>
  );
}
