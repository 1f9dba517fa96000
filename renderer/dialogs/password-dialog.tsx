import { useState, type ReactElement } from 'react';
import { useCockpit, useScreen } from '../context/cockpit-context.ts';
import { codeGiven, loginRefusal, waitWords } from '../state/login-words.ts';
import { Sheet } from './sheet.tsx';

/**
 * What opens doors for others, and the trading rights of a log-in, rest on a password that was typed lately: here it is
 * typed again, or a passkey used. A device has none, nor has the owner's page elsewhere: an owner among the users does.
 */
export function PasswordDialog({ run }: { readonly run: () => void }): ReactElement {
  const { cockpit, dialog } = useScreen();
  const isUser = useCockpit(({ session }) => session.kind === 'user');
  const [userName, setUserName] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [fault, setFault] = useState('');
  const goOn = (): void => {
    dialog.set({ kind: 'none' });
    run();
  };
  const submit = async (): Promise<void> => {
    const answer = await cockpit.hub.call('reauthenticate', {
      body: { ...(isUser ? {} : { userName: userName.trim() }), password, ...codeGiven(code) },
    });
    if (answer.ok) {
      goOn();
      return;
    }
    const { reason, waitS } = loginRefusal(answer);
    const words = isUser ? reason.replace('Name, password or code', 'Password or code') : reason;
    setFault(waitS > 0 ? `${words} Try again in ${waitWords(waitS)}.` : words);
  };
  const byPasskey = async (): Promise<void> => {
    setFault('');
    const refused = await cockpit.showAgainByPasskey();
    if (refused === undefined) goOn();
    else setFault(refused.reason);
  };
  const title = isUser ? 'Your password again' : 'An owner’s password';
  return (
    <Sheet label={title} className="is-question">
      <h2>{title}</h2>
      <p>
        {isUser
          ? 'This wants to know that it is you, now.'
          : 'This device has no password of its own: a user who may everything types theirs.'}
      </p>
      <form
        className="sheet-form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {isUser ? null : (
          <label>
            <span>Name</span>
            <input
              className="field"
              autoComplete="username"
              autoCapitalize="none"
              required
              autoFocus
              maxLength={100}
              value={userName}
              onChange={(event) => setUserName(event.target.value)}
            />
          </label>
        )}
        <label>
          <span>Password</span>
          <input
            className="field"
            type="password"
            autoComplete="current-password"
            required
            autoFocus={isUser}
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
          {cockpit.passkeys.none === undefined ? (
            <button type="button" className="sheet-button" onClick={() => void byPasskey()}>
              Use a passkey
            </button>
          ) : null}
          <button type="submit" className="sheet-button is-main">
            Go on
          </button>
        </div>
      </form>
    </Sheet>
  );
}
