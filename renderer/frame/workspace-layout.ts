import type { DockviewApi, SerializedDockview } from 'dockview-react';
import type { SymbolServer } from '../state/cockpit.ts';
import { fullTitle } from '../state/select.ts';
import {
  FIRST_WORKSPACE,
  kindsIn,
  readWorkspaces,
  withLayout,
  withoutLayout,
  type Workspaces,
} from '../state/workspaces.ts';
import type { ChartParams } from '../context/chart-params.ts';
import type { Screen } from '../context/cockpit-context.ts';
import { FOOT_PANELS, PANEL_TITLES } from '../context/panel-titles.ts';
import type { Workspace } from '../context/workspace-context.ts';

const FOOT_HEIGHT = 170;
const KEEP_AFTER_MS = 600;
const KEPT_AS = 'workspaces';
export const POPOUT_PAGE = './popout.html';

function chartId(strategy: string): string {
  return `chart-${strategy}`;
}

function isChart(id: string): boolean {
  return id.startsWith('chart-');
}

function isFoot(id: string): boolean {
  return FOOT_PANELS.some((kind) => kind === id);
}

function addChart(api: DockviewApi, symbol: SymbolServer, inactive: boolean): void {
  const params: ChartParams = { strategy: symbol.id, interval: '1m' };
  const beside = api.panels.find((panel) => isChart(panel.id));
  api.addPanel({
    id: chartId(symbol.id),
    component: 'chart',
    title: fullTitle(symbol),
    params,
    inactive,
    ...(beside === undefined ? {} : { position: { referencePanel: beside.id } }),
  });
}

/** The first screen: a chart tab per strategy, and the five tables at the foot. */
function firstLayout(api: DockviewApi, symbols: readonly SymbolServer[]): void {
  api.clear();
  symbols.forEach((symbol, index) => addChart(api, symbol, index > 0));
  FOOT_PANELS.forEach((kind, index) => {
    const place = index === 0 ? { direction: 'below' as const } : { referencePanel: FOOT_PANELS[0] };
    api.addPanel({
      id: kind,
      component: kind,
      title: PANEL_TITLES[kind],
      inactive: index > 0,
      position: place,
      ...(index === 0 ? { initialHeight: FOOT_HEIGHT } : {}),
    });
  });
  api.getPanel(chartId(symbols[0]?.id ?? ''))?.api.setActive();
}

/** Lays the panels out, keeps what a person makes of it, and brings it back. */
export class Layouts {
  private readonly api: DockviewApi;
  private readonly screen: Screen;
  private readonly kinds: ReadonlySet<string>;
  private kept: Workspaces;
  private isLaidOut = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(api: DockviewApi, screen: Screen, kinds: readonly string[]) {
    this.api = api;
    this.screen = screen;
    this.kinds = new Set(kinds);
    this.kept = readWorkspaces(screen.kept.read(KEPT_AS));
    api.onDidLayoutChange(() => this.keepSoon());
  }

  /** With the first list of strategies: the layout of last time, else the first screen. */
  begin(): void {
    if (this.isLaidOut) return;
    this.isLaidOut = true;
    if (!this.restore(this.kept.current)) firstLayout(this.api, this.symbols);
    this.addMissingCharts();
  }

  reset(): void {
    this.keep((kept) => withoutLayout(kept, FIRST_WORKSPACE));
    firstLayout(this.api, this.symbols);
  }

  save(name: string): void {
    this.keep((kept) => withLayout(kept, name, this.api.toJSON()));
  }

  open(name: string): void {
    if (name === FIRST_WORKSPACE && this.kept.layouts[name] === undefined) {
      this.keep((kept) => ({ ...kept, current: name }));
      firstLayout(this.api, this.symbols);
    } else if (this.restore(name)) this.keep((kept) => ({ ...kept, current: name }));
  }

  remove(name: string): void {
    this.keep((kept) => withoutLayout(kept, name));
  }

  names(): readonly string[] {
    return [...new Set([FIRST_WORKSPACE, ...Object.keys(this.kept.layouts)])];
  }

  get current(): string {
    return this.kept.current;
  }

  private get symbols(): readonly SymbolServer[] {
    return this.screen.cockpit.store.get().symbols;
  }

  /** False where there is none, or it is broken: then it alone is let go and the first screen stands in. */
  private restore(name: string): boolean {
    const layout = this.kept.layouts[name];
    if (layout === undefined) return false;
    try {
      const unknown = kindsIn(layout).filter((kind) => !this.kinds.has(kind));
      if (unknown.length > 0) throw new Error(`it names panels that do not exist: ${unknown.join(', ')}`);
      this.api.fromJSON(layout as SerializedDockview);
      if (this.api.panels.length === 0) throw new Error('it holds no panel');
      return true;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.keep((kept) => withoutLayout(kept, name));
      const text = `Workspace "${name}" could not be restored (${why}); the first layout stands in, the others are kept.`;
      this.screen.cockpit.store.send({ type: 'toast', tone: 'warning', text });
      firstLayout(this.api, this.symbols);
      return true;
    }
  }

  /** A strategy that was added since the layout was kept gets its tab. */
  private addMissingCharts(): void {
    const hasAny = this.api.panels.some((panel) => isChart(panel.id));
    if (!hasAny) for (const symbol of this.symbols) addChart(this.api, symbol, true);
  }

  private keepSoon(): void {
    if (!this.isLaidOut) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (this.api.panels.length > 0) this.keep((kept) => withLayout(kept, kept.current, this.api.toJSON()));
    }, KEEP_AFTER_MS);
  }

  /** Another window of this browser keeps layouts too: the change is made to what is stored now, not to what was read once. */
  private keep(change: (kept: Workspaces) => Workspaces): void {
    const stored = readWorkspaces(this.screen.kept.read(KEPT_AS));
    this.kept = change({ ...stored, current: this.kept.current });
    this.screen.kept.write(KEPT_AS, this.kept);
  }
}

export function createWorkspace(api: DockviewApi, screen: Screen, layouts: Layouts): Workspace {
  const { store } = screen.cockpit;
  return {
    isFixed: false,
    showChart: (strategy) => {
      const symbol = store.get().symbols.find((each) => each.id === strategy);
      const panel = api.getPanel(chartId(strategy));
      if (panel !== undefined) panel.api.setActive();
      else if (symbol !== undefined) addChart(api, symbol, false);
    },
    showPanel: (kind) => {
      const panel = api.getPanel(kind);
      if (panel !== undefined) {
        panel.api.setActive();
        return;
      }
      const foot = api.panels.find((each) => isFoot(each.id));
      const chart = api.panels.find((each) => isChart(each.id));
      const beside = isFoot(kind) ? (foot ?? chart) : (chart ?? foot);
      api.addPanel({
        id: kind,
        component: kind,
        title: PANEL_TITLES[kind],
        ...(beside === undefined ? {} : { position: { referencePanel: beside.id } }),
      });
    },
    showTab: (place) => {
      const group = api.panels.find((panel) => isChart(panel.id))?.group ?? api.groups[0];
      group?.panels[place - 1]?.api.setActive();
    },
    tearOff: () => {
      const panel = api.activePanel;
      if (panel === undefined) return;
      void api.addPopoutGroup(panel, { popoutUrl: POPOUT_PAGE }).then((isOpen) => {
        if (!isOpen) store.send({ type: 'toast', tone: 'warning', text: 'The browser did not allow a new window.' });
      });
    },
    closeTab: () => api.activePanel?.api.close(),
    reset: () => layouts.reset(),
    save: (name) => layouts.save(name),
    open: (name) => layouts.open(name),
    remove: (name) => layouts.remove(name),
    names: () => layouts.names(),
    current: () => layouts.current,
  };
}
