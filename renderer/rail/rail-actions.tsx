import type { ReactElement } from 'react';
import { Key } from '../controls/key.tsx';
import { flattenAllWords, flattenWords } from '../state/act-words.ts';
import { isAccountOld } from '../state/old-figures.ts';
import { mayFlatten, shortTitle } from '../state/select.ts';
import { useCockpit, useScreen } from '../context/cockpit-context.ts';
import { useKeys } from '../context/keys-context.ts';

/**
 * Flatten this, stop this, and apart from both, flatten everything; each says what it would close. They never move,
 * never change size or meaning.
 */
export function Actions(): ReactElement {
  const { commands } = useScreen().cockpit;
  const selected = useCockpit((state) => state.selected);
  const title = useCockpit((state) => shortTitle(state, state.selected));
  const words = useCockpit((state) => flattenWords(state, selected));
  const allWords = useCockpit(flattenAllWords);
  const isOld = useCockpit(isAccountOld);
  const may = useCockpit(mayFlatten);
  const keys = useKeys();
  const hint = may ? undefined : 'This device may only look';
  return (
    <div className="actions" role="group" aria-label="Flatten and stop">
      <button
        type="button"
        className="action"
        disabled={!may || selected === ''}
        title={hint}
        data-testid="flatten-selected"
        onClick={() => void commands.flatten(selected)}
      >
        <span className="action-words">
          Flatten {title} <span className={isOld ? 'is-stale' : 'quiet'}>{words}</span>
        </span>
        <Key>{keys['flatten-selected'] ?? ''}</Key>
      </button>
      <button
        type="button"
        className="action"
        disabled={!may || selected === ''}
        title={hint}
        data-testid="stop-selected"
        onClick={() => void commands.stop(selected)}
      >
        <span>Stop entries {title}</span>
        <Key>{keys['stop-selected'] ?? ''}</Key>
      </button>
      <button
        type="button"
        className="action is-everything"
        disabled={!may}
        title={hint}
        data-testid="flatten-everything"
        onClick={() => void commands.flatten('account')}
      >
        <span className="action-words">
          Flatten everything <span className={isOld ? 'is-stale' : ''}>{allWords}</span>
        </span>
        <Key>{keys['flatten-everything'] ?? ''}</Key>
      </button>
    </div>
  );
}
