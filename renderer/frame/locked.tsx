import { useState, type ReactElement } from 'react';
import { useCockpit, useScreen } from '../context/cockpit-context.ts';
import './locked.css';

/** The page has no key: how to get one, and the way in for those who have a name and a password. */
export function Locked(): ReactElement {
  const { cockpit } = useScreen();
  const reason = useCockpit((state) => state.session.reason);
  const [fault, setFault] = useState('');
  const [isBusy, setBusy] = useState(false);
  const submit = async (form: FormData): Promise<void> => {
    const text = (name: string): string => {
      const value = form.get(name);
      return typeof value === 'string' ? value : '';
    };
    setBusy(true);
    const totp = text('totp');
    const credentials = { userName: text('userName'), password: text('password'), ...(totp === '' ? {} : { totp }) };
    setFault((await cockpit.logIn(credentials)) ?? '');
    setBusy(false);
  };
  return (
    <main className="locked">
      <div>
        <h1>Pitwall is locked</h1>
        <p>{reason}</p>
        <p className="quiet">
          On the machine that Pitwall runs on, <code>npm start</code> opens it with a new one-time link.
        </p>
        <form
          className="login"
          onSubmit={(event) => {
            event.preventDefault();
            void submit(new FormData(event.currentTarget));
          }}
        >
          <label>
            <span>User name</span>
            <input name="userName" autoComplete="username" required maxLength={100} />
          </label>
          <label>
            <span>Password</span>
            <input name="password" type="password" autoComplete="current-password" required maxLength={1000} />
          </label>
          <label>
            <span>Code, where one is set</span>
            <input name="totp" inputMode="numeric" autoComplete="one-time-code" maxLength={10} />
          </label>
          <button type="submit" className="sheet-button" disabled={isBusy}>
            Log in
          </button>
          {fault === '' ? null : (
            <p className="login-fault" role="alert">
              {fault}
            </p>
          )}
        </form>
      </div>
    </main>
  );
}
