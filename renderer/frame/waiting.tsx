import type { ReactElement } from 'react';
import { fingerprintLines } from '../format/fingerprint.ts';
import { useCockpit } from '../context/cockpit-context.ts';
import './locked.css';

/** A device that was paired: what to compare, until the owner confirms it. */
export function Waiting(): ReactElement {
  const { device, reason: fingerprint } = useCockpit((state) => state.session);
  return (
    <main className="locked">
      <div>
        <h1>{device} waits to be confirmed</h1>
        <p>
          On the machine that Pitwall runs on, the owner finds this device under Devices with its address, and confirms
          it there. Until then it sees and does nothing.
        </p>
        {fingerprint === '' ? null : (
          <>
            <p>The certificate of this page, as your browser shows it, must have this SHA-256 fingerprint:</p>
            <p className="fingerprint" data-testid="fingerprint">
              {fingerprintLines(fingerprint).map((line) => (
                <code key={line}>{line}</code>
              ))}
            </p>
            <p className="quiet">It stands on the owner's screen too. If one differs, close this page.</p>
          </>
        )}
      </div>
    </main>
  );
}
