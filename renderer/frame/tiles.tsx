import type { ReactElement } from 'react';
import { Pnl } from '../controls/money.tsx';
import { Side } from '../controls/side.tsx';
import { Sparkline } from '../controls/sparkline.tsx';
import { stateWord } from '../format/words.ts';
import { tileNote } from '../state/book-words.ts';
import type { SymbolServer } from '../state/cockpit.ts';
import { bookOf, heldBy, quoteAgeMs, scaleOf, titleOf } from '../state/select.ts';
import { isPriceOld, silentFor } from '../state/old-figures.ts';
import { sameMembers, useCockpit, usePrefs, useScreen } from '../context/cockpit-context.ts';
import { OtherTile } from './other-tile.tsx';
import { useSource } from '../context/use-source.ts';
import { useWorkspace } from '../context/workspace-context.ts';
import './tiles.css';

/** Beside a longer note the curve would be a scribble. */
const LONG_NOTE = 18;

function Tile({ symbol }: { readonly symbol: SymbolServer }): ReactElement {
  const { store } = useScreen().cockpit;
  const workspace = useWorkspace();
  const tellSource = useSource();
  const { zone } = usePrefs();
  const { book, spark, setup, isSelected, scale, isOld, silent, quoteAge } = useCockpit(
    (state) => ({
      book: bookOf(state, symbol.id),
      spark: state.sparks[symbol.id],
      setup: state.views[symbol.id]?.pendingSetup ?? null,
      isSelected: state.selected === symbol.id,
      scale: scaleOf(state, symbol.root),
      isOld: isPriceOld(state, symbol.root),
      silent: silentFor(state, symbol.id, symbol.root),
      quoteAge: bookOf(state, symbol.id)?.feedStale === true ? quoteAgeMs(state, symbol.root) : undefined,
    }),
    (a, b) => sameMembers({ ...a, scale: a.scale.tickSize }, { ...b, scale: b.scale.tickSize }),
  );
  const { root, kind } = titleOf(symbol);
  const held = heldBy(book);
  const note =
    book === undefined ? { text: '', isAmber: false } : tileNote(book, setup, scale, zone, { quoteAge, silent });
  // Without fresh quotes no entry is made, whatever the state: the word says so.
  const word = book === undefined ? '' : book.state === 'RUN' && isOld ? 'STALE' : stateWord(book.state);
  const isQuiet = book === undefined || isOld || book.engine !== 'up';
  return (
    <button
      type="button"
      className="tile"
      aria-pressed={isSelected}
      data-testid={`tile-${symbol.id}`}
      onClick={() => {
        store.send({ type: 'select', id: symbol.id });
        if (!workspace.isFixed) workspace.showChart(symbol.id);
      }}
    >
      <span className="tile-name">
        <strong>{root}</strong> <span className="faint">{kind}</span>
      </span>
      <span className={isQuiet ? 'tile-pnl is-stale' : 'tile-pnl'} onPointerEnter={tellSource}>
        <Pnl value={book?.dayNet} />
      </span>
      <span className="tile-state">
        {book === undefined ? (
          <span className="faint">waiting</span>
        ) : (
          <>
            <strong
              className={
                book.state === 'HALTED' ? 'tile-word is-halted' : word === 'RUN' ? 'tile-word' : 'tile-word amber'
              }
            >
              {word}
            </strong>
            {held === undefined ? (
              <span className="quiet">flat</span>
            ) : (
              <Side side={held.side} size={8}>
                {held.quantity}
                <span className="visually-hidden"> {held.side}</span>
              </Side>
            )}
          </>
        )}
      </span>
      <span className="tile-spark">
        {note.text.length > LONG_NOTE ? null : <Sparkline spark={spark} width={66} height={24} />}
      </span>
      <span className={note.isAmber ? 'tile-note amber' : 'tile-note'} title={note.text}>
        {note.text}
      </span>
    </button>
  );
}

export function Tiles(): ReactElement {
  const symbols = useCockpit((state) => state.symbols);
  const others = useCockpit(
    (state) => state.account?.books.filter(({ kind }) => kind !== 'strategy') ?? [],
    sameMembers,
  );
  return (
    <nav className="tiles" aria-label="Strategies">
      {symbols.length === 0
        ? [1, 2, 3, 4, 5].map((place) => <span key={place} className="tile is-empty" aria-hidden="true" />)
        : symbols.map((symbol) => <Tile key={symbol.id} symbol={symbol} />)}
      {others.map((book) => (
        <OtherTile key={book.id} book={book} />
      ))}
    </nav>
  );
}
