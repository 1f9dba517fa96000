import type { ReactElement } from 'react';
import { Key } from '../controls/key.tsx';
import { useCockpit, usePrefs, useScreen } from '../context/cockpit-context.ts';
import { useKeys } from '../context/keys-context.ts';
import './first-run.css';

/** Three lines for somebody who sees this for the first time; gone for good after one press. */
export function FirstRun(): ReactElement | null {
  const { prefs } = useScreen();
  const { firstRunSeen } = usePrefs();
  const mode = useCockpit((state) => state.account?.mode);
  const keys = useKeys();
  if (firstRunSeen || mode !== 'SIM') return null;
  return (
    <section className="first-run" aria-label="First steps">
      <ol>
        <li>
          <strong>This is simulated.</strong> A made market and a made broker on this machine; no real order can leave
          it.
        </li>
        <li>
          <Key>{keys['flatten-selected'] ?? ''}</Key> flattens the selected strategy,{' '}
          <Key>{keys['flatten-everything'] ?? ''}</Key> everything, <Key>{keys['stop-selected'] ?? ''}</Key> stops
          entries. <Key>?</Key> shows all keys.
        </li>
        <li>A broker account can be connected in a later version. Until then nothing here costs or earns anything.</li>
      </ol>
      <button type="button" className="sheet-button" onClick={() => prefs.set({ ...prefs.get(), firstRunSeen: true })}>
        Understood
      </button>
    </section>
  );
}
