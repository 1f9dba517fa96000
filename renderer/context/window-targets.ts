import type { DockviewApi, DockviewGroupLocation, IDockviewPanel } from 'dockview-react';
import type { ChartParams } from './chart-params.ts';

/** The window that a group stands in: one that was torn off, or the cockpit's own. */
export function windowOf(location: DockviewGroupLocation): Window {
  return location.type === 'popout' ? location.getWindow() : window;
}

export function strategyOf(panel: Pick<IDockviewPanel, 'params'> | undefined): string | undefined {
  return (panel?.params as Partial<ChartParams> | undefined)?.strategy;
}

/**
 * Which strategy the keys of a window act on: the one whose chart is in front there, of several the one used last. The
 * focus may come to a window without a click, so what was clicked last, anywhere, is not asked.
 */
export class WindowTargets {
  private readonly api: DockviewApi;
  private readonly usedLast = new WeakMap<Window, string>();

  constructor(api: DockviewApi) {
    this.api = api;
    api.onDidActivePanelChange(({ panel }) => {
      const strategy = strategyOf(panel);
      if (panel !== undefined && strategy !== undefined) this.usedLast.set(windowOf(panel.api.location), strategy);
    });
  }

  /** Undefined: the window has no chart in front. */
  of(at: Window): string | undefined {
    const inFront = this.api.groups.flatMap((group) =>
      group.api.isVisible && windowOf(group.api.location) === at ? (strategyOf(group.activePanel) ?? []) : [],
    );
    const last = this.usedLast.get(at);
    return last !== undefined && inFront.includes(last) ? last : inFront[0];
  }

  /** Called back after anything that may have changed a target. */
  readonly subscribe = (changed: () => void): (() => void) => {
    const watches = [this.api.onDidActivePanelChange(changed), this.api.onDidLayoutChange(changed)];
    return () => {
      for (const watch of watches) watch.dispose();
    };
  };
}
