import type { IDockviewHeaderActionsProps } from 'dockview-react';
import { useEffect, useState, type ReactElement } from 'react';
import type { Interval } from '../../engine/wire/index.ts';
import { PlusIcon } from '../controls/icons.tsx';
import { Segmented } from '../controls/segmented.tsx';
import { fullTitle } from '../state/select.ts';
import type { ChartParams } from '../context/chart-params.ts';
import { useCockpit, usePrefs, useScreen } from '../context/cockpit-context.ts';
import { useFilter } from '../context/filter-context.ts';
import { FOOT_PANELS } from '../context/panel-titles.ts';

const INTERVALS: readonly { readonly value: Interval; readonly text: string }[] = [
  { value: '1m', text: '1m' },
  { value: '5m', text: '5m' },
  { value: '15m', text: '15m' },
  { value: '1h', text: '60m' },
];

function isFoot(id: string | undefined): boolean {
  return FOOT_PANELS.some((kind) => kind === id);
}

/** "+" after the tabs: finds a panel to open. */
export function TabsEnd({ activePanel }: IDockviewHeaderActionsProps): ReactElement | null {
  const { dialog } = useScreen();
  if (isFoot(activePanel?.id)) return null;
  return (
    <button
      type="button"
      className="tabs-plus"
      aria-label="Open a panel"
      onClick={() => dialog.set({ kind: 'palette', only: 'panels' })}
    >
      <PlusIcon size={10} />
    </button>
  );
}

function ChartSwitches({
  panel,
}: {
  readonly panel: NonNullable<IDockviewHeaderActionsProps['activePanel']>;
}): ReactElement {
  const { prefs } = useScreen();
  const { zone } = usePrefs();
  const [params, setParams] = useState(panel.params as ChartParams | undefined);
  useEffect(() => {
    const watch = panel.api.onDidParametersChange((next) => setParams(next as unknown as ChartParams));
    return () => watch.dispose();
  }, [panel]);
  return (
    <>
      <Segmented
        label="Length of a bar"
        choices={INTERVALS}
        value={params?.interval}
        onChoose={(interval) => panel.api.updateParameters({ ...params, interval })}
      />
      <button
        type="button"
        className="zone-switch"
        title="Times in Chicago or in your own zone"
        onClick={() => prefs.set({ ...prefs.get(), zone: zone === 'chicago' ? 'local' : 'chicago' })}
      >
        {zone === 'chicago' ? 'Chicago' : 'Local'}
      </button>
    </>
  );
}

function FilterChoice(): ReactElement {
  const symbols = useCockpit((state) => state.symbols);
  const filter = useFilter();
  return (
    <label className="filter">
      <span className="visually-hidden">Show only one strategy</span>
      <select value={filter.strategy} onChange={(event) => filter.setStrategy(event.target.value)}>
        <option value="">all strategies</option>
        {symbols.map((symbol) => (
          <option key={symbol.id} value={symbol.id}>
            {fullTitle(symbol)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** At the right of a group's tabs: what belongs to the panel in front. */
export function ChartHeaderActions({ activePanel }: IDockviewHeaderActionsProps): ReactElement | null {
  if (activePanel === undefined) return null;
  const isChart = activePanel.id.startsWith('chart-');
  return (
    <div className="header-actions">
      {isChart ? <ChartSwitches key={activePanel.id} panel={activePanel} /> : null}
      {isFoot(activePanel.id) ? <FilterChoice /> : null}
    </div>
  );
}
