import type { ReactElement } from 'react';
import { isDemo, parametersInForce, type Parameter } from '../state/parameters.ts';
import { fullTitle, mayTrade, symbolOf, bookOf } from '../state/select.ts';
import { useCockpit, useScreen } from '../context/cockpit-context.ts';

/** "bbStdDev" -> "bb std dev". */
function words(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase();
}

function shown(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return value;
  return JSON.stringify(value);
}

/** As many as fit beside open positions without scrolling. */
const FIRST = 10;

function List({ parameters }: { readonly parameters: readonly Parameter[] }): ReactElement {
  return (
    <dl className="parameters">
      {parameters.map(([name, value]) => (
        <div key={name}>
          <dt title={name}>{words(name)}</dt>
          <dd>{shown(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The selected strategy: what it runs with, what it is doing, and the one way to start its entries again. */
export function Parameters(): ReactElement | null {
  const { dialog } = useScreen();
  const symbol = useCockpit((state) => symbolOf(state, state.selected));
  const view = useCockpit((state) => state.views[state.selected]);
  const state = useCockpit((cockpit) => bookOf(cockpit, cockpit.selected)?.ownState);
  const may = useCockpit(mayTrade);
  if (symbol === undefined) return null;
  const parameters = symbol.config === undefined ? [] : parametersInForce(symbol.config);
  return (
    <section className="rail-part" aria-label="Selected strategy">
      <h2 className="heading rail-heading">
        <span>
          {fullTitle(symbol)}
          {symbol.config !== undefined && isDemo(symbol.config) ? <span className="faint"> · demo</span> : null}
        </span>
        {may && (state === 'EXITS_ONLY' || state === 'HALTED') ? (
          <button type="button" className="rail-start" onClick={() => dialog.set({ kind: 'start', scope: symbol.id })}>
            Start entries…
          </button>
        ) : null}
      </h2>
      {view === undefined || view.phase === '' ? null : (
        <p className="rail-line quiet rail-cut" title={view.note}>
          {view.phase}
          {view.note === '' ? '' : ` \u00b7 ${view.note}`}
        </p>
      )}
      <List parameters={parameters.slice(0, FIRST)} />
      {parameters.length > FIRST ? (
        <details className="more-parameters">
          <summary>{parameters.length - FIRST} more</summary>
          <List parameters={parameters.slice(FIRST)} />
        </details>
      ) : null}
    </section>
  );
}
