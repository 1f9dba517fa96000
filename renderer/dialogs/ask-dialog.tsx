import type { ReactElement } from 'react';
import { useScreen, type Dialog } from '../context/cockpit-context.ts';
import { Sheet } from './sheet.tsx';

/** Asks once before something that cannot be taken back, and says what will be. */
export function AskDialog({ ask }: { readonly ask: Extract<Dialog, { readonly kind: 'ask' }> }): ReactElement {
  const { dialog } = useScreen();
  const close = (): void => dialog.set({ kind: 'none' });
  return (
    <Sheet label={ask.title} className="is-question">
      <h2>{ask.title}</h2>
      {ask.words.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <div className="sheet-buttons">
        <button type="button" className="sheet-button" autoFocus onClick={close}>
          No
        </button>
        <button
          type="button"
          className="sheet-button is-main"
          onClick={() => {
            close();
            ask.run();
          }}
        >
          {ask.verb}
        </button>
      </div>
    </Sheet>
  );
}
