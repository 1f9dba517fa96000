import type { Findable } from '../state/palette-match.ts';
import { SECURITY_TITLES, securityPages } from '../state/security-pages.ts';
import { fullTitle, isOwner, mayFlatten, mayTrade, shortTitle } from '../state/select.ts';
import type { Screen } from './cockpit-context.ts';
import { PANEL_KINDS, PANEL_TITLES } from './panel-titles.ts';
import type { Workspace } from './workspace-context.ts';

/** Everything that can be done, by name: the palette lists it, keys call it. */
export interface Action extends Findable {
  readonly id: string;
  readonly group: 'Flatten and stop' | 'Start' | 'Go to' | 'View' | 'Simulation' | 'Workspace';
  readonly isAllowed: boolean;
  readonly run: () => void;
}

function riskActions({ cockpit, dialog }: Screen, target: string): readonly Action[] {
  const { store, commands } = cockpit;
  const state = store.get();
  const reduces = mayFlatten(state);
  const trades = mayTrade(state);
  const name = shortTitle(state, target);
  return [
    {
      id: 'flatten-selected',
      title: `Flatten ${name}`,
      verb: 'Flatten',
      group: 'Flatten and stop',
      isAllowed: reduces && target !== '',
      run: () => void commands.flatten(target),
    },
    {
      id: 'flatten-everything',
      title: 'Flatten everything',
      verb: 'Flatten',
      group: 'Flatten and stop',
      isAllowed: reduces,
      run: () => void commands.flatten('account'),
    },
    ...(state.account?.books ?? [])
      .filter(({ kind }) => kind !== 'strategy')
      .map(({ id }): Action => ({
        id: `flatten-${id}`,
        title: `Flatten ${id}`,
        verb: 'Flatten',
        group: 'Flatten and stop',
        isAllowed: reduces,
        run: () => void commands.flatten(id),
      })),
    {
      id: 'stop-selected',
      title: `Stop entries ${name}`,
      verb: 'Stop',
      group: 'Flatten and stop',
      isAllowed: reduces && target !== '',
      run: () => void commands.stop(target),
    },
    {
      id: 'stop-everything',
      title: 'Stop entries of all strategies',
      verb: 'Stop',
      group: 'Flatten and stop',
      isAllowed: reduces,
      run: () => void commands.stop('account'),
    },
    ...state.symbols.map((symbol): Action => ({
      id: `start-${symbol.id}`,
      title: `Start entries ${fullTitle(symbol)}\u2026`,
      verb: 'Start',
      group: 'Start',
      isAllowed: trades,
      run: () => dialog.set({ kind: 'start', scope: symbol.id }),
    })),
    {
      id: 'start-account',
      title: 'Start entries of the account\u2026',
      verb: 'Start',
      group: 'Start',
      isAllowed: trades,
      run: () => dialog.set({ kind: 'start', scope: 'account' }),
    },
  ];
}

function viewActions({ cockpit, prefs, dialog, securityPage }: Screen, workspace: Workspace): readonly Action[] {
  const { store } = cockpit;
  const charts = store.get().symbols.map((symbol): Action => ({
    id: `chart-${symbol.id}`,
    title: `Chart ${fullTitle(symbol)}`,
    group: 'Go to',
    isAllowed: true,
    run: () => {
      store.send({ type: 'select', id: symbol.id });
      workspace.showChart(symbol.id);
    },
  }));
  const panels = PANEL_KINDS.map((kind): Action => ({
    id: `panel-${kind}`,
    title: PANEL_TITLES[kind],
    group: 'Go to',
    isAllowed: true,
    run: () => workspace.showPanel(kind),
  }));
  const security = securityPages(store.get().session).map((page): Action => ({
    id: `security-${page}`,
    title: `Security: ${SECURITY_TITLES[page]}`,
    group: 'Go to',
    isAllowed: true,
    run: () => {
      securityPage.set(page);
      workspace.showPanel('security');
    },
  }));
  const logOut: Action = {
    id: 'log-out',
    title: 'Log out of this page',
    group: 'View',
    isAllowed: true,
    run: () => void cockpit.logOut(),
  };
  const tabs = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((place): Action => ({
    id: `tab-${place}`,
    title: `Tab ${place}`,
    group: 'Go to',
    isAllowed: true,
    run: () => workspace.showTab(place),
  }));
  const view = (id: string, title: string, run: () => void): Action => ({
    id,
    title,
    group: 'View',
    isAllowed: true,
    run,
  });
  const set = (change: object) => (): void => prefs.set({ ...prefs.get(), ...change });
  return [
    ...charts,
    ...panels,
    ...security,
    ...tabs,
    view('palette', 'Find an action', () => dialog.set({ kind: 'palette' })),
    view('palette-slash', 'Find an action', () => dialog.set({ kind: 'palette' })),
    view('key-map', 'Show the keys', () => dialog.set({ kind: 'keys' })),
    view('theme-dark', 'Dark theme', set({ theme: 'dark' })),
    view('theme-light', 'Light theme', set({ theme: 'light' })),
    view('palette-standard', 'Colors: green and red', set({ palette: 'standard' })),
    view('palette-blue-orange', 'Colors for color-blind eyes: blue and orange', set({ palette: 'blue-orange' })),
    view('zone-chicago', 'Times in Chicago', set({ zone: 'chicago' })),
    view('zone-local', 'Times in my own zone', set({ zone: 'local' })),
    // What a role may not do is not offered.
    ...(isOwner(store.get())
      ? [view('import-recording', 'Import a recording…', () => dialog.set({ kind: 'import' }))]
      : []),
    logOut,
  ];
}

function workspaceActions(workspace: Workspace): readonly Action[] {
  const one = (id: string, title: string, run: () => void): Action => ({
    id,
    title,
    group: 'Workspace',
    isAllowed: true,
    run,
  });
  return [
    one('tear-off', 'Tear this tab off into its own window', workspace.tearOff),
    one('close-tab', 'Close this tab', workspace.closeTab),
    one('workspace-reset', 'Back to the first layout', workspace.reset),
    ...workspace
      .names()
      .map((name) => one(`workspace-open-${name}`, `Open workspace ${name}`, () => workspace.open(name))),
  ];
}

function simulationActions({ cockpit }: Screen): readonly Action[] {
  const { store, commands } = cockpit;
  const state = store.get();
  if (state.account?.mode !== 'SIM' && state.account?.mode !== 'REPLAY') return [];
  const isAllowed = mayTrade(state);
  return [
    ...[1, 10, 60].map((speed): Action => ({
      id: `speed-${speed}`,
      title: `Speed ${speed}\u00d7`,
      verb: 'Speed',
      group: 'Simulation',
      isAllowed,
      run: () => void commands.setSpeed(speed),
    })),
    {
      id: 'next-trade',
      title: 'Next trade',
      verb: 'Next',
      group: 'Simulation',
      isAllowed,
      run: () => void commands.nextTrade(),
    },
  ];
}

/** All actions; `target`: the strategy that "flatten" and "stop" without a name mean, what the window at hand shows. */
export function allActions(screen: Screen, workspace: Workspace, target: string): readonly Action[] {
  return [
    ...riskActions(screen, target),
    ...viewActions(screen, workspace),
    ...simulationActions(screen),
    ...(workspace.isFixed ? [] : workspaceActions(workspace)),
  ];
}
