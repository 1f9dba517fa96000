import { useState, type ReactElement } from 'react';
import { useScreen } from '../context/cockpit-context.ts';
import { codeGiven, loginRefusal, waitWords } from '../state/login-words.ts';
import { Sheet } from './sheet.tsx';

/** Trading rights of a log-in rest on a password that was typed within the hour: here it is typed again. */
export function PasswordDialog({ run }: { readonly run: () => void }): ReactElement {
  const { cockpit, dialog } = useScreen();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [fault, setFault] = useState('');
  const submit = async (): Promise<void> => {
    const answer = await cockpit.hub.call('reauthenticate', { body: { password, ...codeGiven(code) } });
    if (answer.ok) {
      dialog.set({ kind: 'none' });
      run();
      return;
    }
    const { reason, waitS } = loginRefusal(answer);
    setFault(waitS > 0 ? `${reason} Try again in ${waitWords(waitS)}.` : reason);
  };
  return (
    <Sheet label="Your password again" className="is-question">
      <h2>Your password again</h2>
      <p>This wants a password that was typed within the last hour.</p>
      <form
        className="sheet-form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <label>
          <span>Password</span>
          <input
            className="field"
            type="password"
            autoComplete="current-password"
            required
            autoFocus
            maxLength={1000}
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </label>
        <label>
          <span>
            Code <span className="faint">if you set one up</span>
          </span>
          <input
            className="field"
            autoComplete="one-time-code"
            spellCheck={false}
            maxLength={40}
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        </label>
        <p className="amber" role="alert">
          {fault}
        </p>
        <div className="sheet-buttons">
          <button type="button" className="sheet-button" onClick={() => dialog.set({ kind: 'none' })}>
            Leave it
          </button>
          <button type="submit" className="sheet-button is-main">
            Go on
          </button>
        </div>
      </form>
    </Sheet>
  );
}
