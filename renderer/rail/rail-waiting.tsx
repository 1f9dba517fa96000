import type { ReactElement } from 'react';
import type { StrategyViewMessage } from '../../engine/wire/index.ts';
import { plural } from '../format/words.ts';
import { shortTitle } from '../state/select.ts';
import { useCockpit } from '../context/cockpit-context.ts';

/** "short setup, squeeze not on"; what a note says of the setup or its bars is not said twice. */
function setupWords({ pendingSetup, note: told, barsLeft }: StrategyViewMessage): string {
  const setup = `${pendingSetup ?? ''} setup`;
  const note = barsLeft === null ? told : told.replace(/, \d+ bars? left$/, '');
  if (note === '') return setup;
  return note.startsWith(setup) ? note : `${setup}, ${note}`;
}

/** Setups that wait for their trigger. */
export function Waiting(): ReactElement {
  const views = useCockpit((state) => state.views);
  const symbols = useCockpit((state) => state.symbols);
  const titles = useCockpit(
    (state) => state.symbols.map((symbol) => shortTitle(state, symbol.id)),
    (a, b) => a.join() === b.join(),
  );
  const waiting = symbols.flatMap((symbol, index) => {
    const view = views[symbol.id];
    return view === undefined || view.pendingSetup === null ? [] : [{ view, title: titles[index] ?? symbol.id }];
  });
  return (
    <section className="rail-part" aria-label="Waiting setups">
      <h2 className="heading">Waiting</h2>
      {waiting.length === 0 ? (
        <p className="rail-empty">{symbols.length === 0 ? 'waiting for the strategies' : 'no setup'}</p>
      ) : (
        <ul className="rail-list">
          {waiting.map(({ view, title }) => (
            <li key={view.id} className="rail-row">
              <span className="rail-cut" title={view.note}>
                {title} {setupWords(view)}
              </span>
              <span className="quiet">{view.barsLeft === null ? '' : `${plural(view.barsLeft, 'bar')} left`}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
