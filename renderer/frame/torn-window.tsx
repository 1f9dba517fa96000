import type { PopoutGroup } from 'dockview-react';
import { useEffect, useState, useSyncExternalStore, type ReactElement } from 'react';
import { createPortal } from 'react-dom';
import { Key } from '../controls/key.tsx';
import { stateWord } from '../format/words.ts';
import { refuseFiles } from '../imports/held-files.ts';
import { isAccountOld } from '../state/old-figures.ts';
import { bookOf, mayFlatten, shortTitle } from '../state/select.ts';
import { flattenWords } from '../state/act-words.ts';
import { useCockpit, useScreen } from '../context/cockpit-context.ts';
import { FlattenBand } from './flatten-band.tsx';
import { useKeys } from '../context/keys-context.ts';
import { ModeBadge } from './mode-badge.tsx';
import type { WindowTargets } from '../context/window-targets.ts';
import './torn-window.css';

interface TornWindowProps {
  readonly popout: PopoutGroup;
  readonly targets: WindowTargets;
}

function setTitle(document: Document, name: string): void {
  document.title = name;
}

/** Across the top of a window of its own: its mode, what its keys act on and would do, and the receipt when they did. */
function TornStrip({ popout, targets }: TornWindowProps): ReactElement {
  const { commands } = useScreen().cockpit;
  const shown = useSyncExternalStore(targets.subscribe, () => targets.of(popout.window));
  const target = useCockpit((state) => shown ?? state.selected);
  const title = useCockpit((state) => shortTitle(state, target));
  const mode = useCockpit((state) => state.account?.mode);
  const state = useCockpit((cockpit) => bookOf(cockpit, target)?.state);
  const words = useCockpit((cockpit) => flattenWords(cockpit, target));
  const isOld = useCockpit(isAccountOld);
  const may = useCockpit(mayFlatten);
  const keys = useKeys();
  const name = [title, mode, 'Pitwall'].filter((part) => part !== undefined).join(' \u00b7 ');
  useEffect(() => setTitle(popout.window.document, name), [popout, name]);
  return (
    <>
      <header className="torn-strip" aria-label={`This window acts on ${title}`}>
        <ModeBadge />
        <strong className="torn-title">{title}</strong>
        {state === undefined ? null : <span className={state === 'RUN' ? 'quiet' : 'amber'}>{stateWord(state)}</span>}
        {isOld ? <span className="amber">not heard, last picture</span> : null}
        <span className="strip-gap" />
        <button
          type="button"
          className="torn-flatten"
          disabled={!may || target === ''}
          title={may ? undefined : 'This device may only look'}
          data-testid="torn-flatten"
          onClick={() => void commands.flatten(target)}
        >
          <Key>{keys['flatten-selected'] ?? ''}</Key>
          <strong>Flatten {title}</strong>
          <span className={isOld ? 'is-stale' : 'quiet'}>{words}</span>
        </button>
      </header>
      <FlattenBand />
    </>
  );
}

/** A torn-off window's own strip, drawn into its document as long as it is open. */
export function TornWindow({ popout, targets }: TornWindowProps): ReactElement {
  const [holder] = useState(() => {
    const element = popout.window.document.createElement('div');
    element.className = 'torn';
    return element;
  });
  useEffect(() => refuseFiles(popout.window), [popout]);
  useEffect(() => {
    popout.window.document.body.prepend(holder);
    return () => holder.remove();
  }, [popout, holder]);
  return createPortal(<TornStrip popout={popout} targets={targets} />, holder);
}
