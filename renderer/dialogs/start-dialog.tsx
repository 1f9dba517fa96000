import type { ReactElement } from 'react';
import { fullTitle, symbolOf } from '../state/select.ts';
import { startWords } from '../state/start-words.ts';
import { useCockpit, useScreen } from '../context/cockpit-context.ts';
import { Sheet } from './sheet.tsx';

/** Starting asks once; stopping never does. */
export function StartDialog({ scope }: { readonly scope: string }): ReactElement {
  const { cockpit, dialog } = useScreen();
  const symbol = useCockpit((state) => symbolOf(state, scope));
  const words = useCockpit((state) => startWords(state, scope).join(' '));
  const mode = useCockpit((state) => state.account?.mode);
  const name = scope === 'account' ? 'the account' : symbol === undefined ? scope : fullTitle(symbol);
  const close = (): void => dialog.set({ kind: 'none' });
  return (
    <Sheet label={`Start entries of ${name}`} className="is-question">
      <h2>Start entries of {name}?</h2>
      <p>
        {words}
        {mode === 'LIVE' ? ' This is real money.' : ''}
      </p>
      <div className="sheet-buttons">
        <button type="button" className="sheet-button" onClick={close}>
          No
        </button>
        <button
          type="button"
          className="sheet-button is-main"
          autoFocus
          onClick={() => {
            close();
            void cockpit.commands.start(scope);
          }}
        >
          Start entries
        </button>
      </div>
    </Sheet>
  );
}
