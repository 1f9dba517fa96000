import {
  DockviewReact,
  type DockviewReadyEvent,
  type DockviewTheme,
  type IDockviewPanelHeaderProps,
  type PopoutGroup,
} from 'dockview-react';
import { useEffect, useMemo, useRef, useState, type ReactElement, type ReactNode } from 'react';
import { ChartPanel } from '../panels/chart-panel.tsx';
import { useCockpit, useScreen } from '../context/cockpit-context.ts';
import { FilterContext, type Filter } from '../context/filter-context.ts';
import { PAGE_PANELS } from './page-panels.ts';
import { TargetsContext } from '../context/targets-context.ts';
import { TornWindow } from './torn-window.tsx';
import { handleKey } from '../context/use-shortcuts.ts';
import { strategyOf, WindowTargets } from '../context/window-targets.ts';
import { ChartHeaderActions, TabsEnd } from './workspace-header.tsx';
import { createWorkspace, Layouts, POPOUT_PAGE } from './workspace-layout.ts';
import type { Workspace } from '../context/workspace-context.ts';
import { Tab } from './workspace-tab.tsx';
import 'dockview-react/dist/styles/dockview.css';
import './workspace.css';

const THEME: DockviewTheme = { name: 'pitwall', className: 'dockview-theme-pitwall', gap: 0, dndTabIndicator: 'line' };

/** Panels by kind; a layout that names another one is not restored. */
const PANELS = { chart: ChartPanel, ...PAGE_PANELS };

interface WorkspaceProps {
  readonly onReady: (workspace: Workspace) => void;
  readonly children: ReactNode;
}

/** Everything between the tiles and the rail: charts above, tables at the foot, all of it movable. */
export function WorkspaceArea({ onReady, children }: WorkspaceProps): ReactElement {
  const screen = useScreen();
  const { store } = screen.cockpit;
  const layouts = useRef<Layouts>(undefined);
  const [strategy, setStrategy] = useState('');
  const [popouts, setPopouts] = useState<readonly PopoutGroup[]>([]);
  const [windowTargets, setWindowTargets] = useState<WindowTargets>();
  const hasSymbols = useCockpit((state) => state.symbols.length > 0);

  const filter = useMemo<Filter>(
    () => ({
      strategy,
      setStrategy,
      rows: (rows) => (strategy === '' ? rows : rows.filter((row) => row.strategy === strategy)),
    }),
    [strategy],
  );

  useEffect(() => {
    if (hasSymbols) layouts.current?.begin();
  }, [hasSymbols]);

  const ready = ({ api }: DockviewReadyEvent): void => {
    const made = new Layouts(api, screen, Object.keys(PANELS));
    layouts.current = made;
    const workspace = createWorkspace(api, screen, made);
    onReady(workspace);
    const targets = new WindowTargets(api);
    setWindowTargets(targets);
    api.onDidActivePanelChange(({ panel }) => {
      if (panel?.id === 'alerts') store.send({ type: 'alarms-seen' });
      // A window of its own acts on its own; what is selected here is what this window acts on.
      const asked = panel?.api.location.type === 'popout' ? undefined : strategyOf(panel);
      if (asked !== undefined) store.send({ type: 'select', id: asked });
    });
    api.onDidAddPopoutGroup((popout) => {
      dressPopout(popout, (event) => handleKey(event, screen, workspace, targets.of(popout.window)));
      setPopouts(api.getPopouts());
      const left = targets.of(window);
      if (left !== undefined) store.send({ type: 'select', id: left });
    });
    api.onDidRemovePopoutGroup(() => setPopouts(api.getPopouts()));
    if (store.get().symbols.length > 0) made.begin();
  };

  return (
    <FilterContext value={filter}>
      <TargetsContext value={windowTargets}>
        <main className="workspace">
          <DockviewReact
            theme={THEME}
            components={PANELS}
            defaultTabComponent={Tab as React.FunctionComponent<IDockviewPanelHeaderProps>}
            rightHeaderActionsComponent={ChartHeaderActions}
            leftHeaderActionsComponent={TabsEnd}
            popoutUrl={POPOUT_PAGE}
            onReady={ready}
          />
          {hasSymbols ? null : <p className="workspace-waiting">Waiting for the hub to name its strategies</p>}
          {children}
          {windowTargets === undefined
            ? null
            : popouts.map((popout) => <TornWindow key={popout.id} popout={popout} targets={windowTargets} />)}
        </main>
      </TargetsContext>
    </FilterContext>
  );
}

/** A window of its own has the cockpit's theme, and its keys do the same. */
function dressPopout({ window: popout }: PopoutGroup, onKey: (event: KeyboardEvent) => void): void {
  const copy = (): void => {
    const { theme, palette } = document.documentElement.dataset;
    Object.assign(popout.document.documentElement.dataset, { theme, palette });
  };
  copy();
  new MutationObserver(copy).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['data-theme', 'data-palette'],
  });
  popout.addEventListener('keydown', onKey, { capture: true });
}
