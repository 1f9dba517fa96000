import { useState, type ReactElement } from 'react';
import { useCockpit, useScreen } from '../context/cockpit-context.ts';
import { useWallTime } from '../context/use-now.ts';
import { codeGiven, waitWords, type LoginRefusal } from '../state/login-words.ts';
import './locked.css';

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

/** A refusal with the end of its wait, in wall time; undefined: another try may come at once. */
interface Shown extends LoginRefusal {
  readonly untilMs: number | undefined;
}

/** A name, a password, and a code where the user has one; refusals in words, with the seconds that are left of a wait. */
function LoginForm(): ReactElement {
  const { cockpit } = useScreen();
  const [refusal, setRefusal] = useState<Shown>();
  const [isBusy, setBusy] = useState(false);
  const nowMs = useWallTime(500);
  const leftS = refusal?.untilMs === undefined ? 0 : Math.max(0, Math.ceil((refusal.untilMs - nowMs) / 1_000));
  const submit = async (form: FormData): Promise<void> => {
    setBusy(true);
    const refused = await cockpit.logIn({
      userName: textOf(form, 'userName').trim(),
      password: textOf(form, 'password'),
      ...codeGiven(textOf(form, 'code')),
    });
    setRefusal(
      refused && { ...refused, untilMs: refused.waitS === 0 ? undefined : Date.now() + refused.waitS * 1_000 },
    );
    setBusy(false);
  };
  return (
    <form
      className="login"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy && leftS === 0) void submit(new FormData(event.currentTarget));
      }}
    >
      <label>
        <span>Name</span>
        <input name="userName" autoComplete="username" autoCapitalize="none" required maxLength={100} autoFocus />
      </label>
      <label>
        <span>Password</span>
        <input name="password" type="password" autoComplete="current-password" required maxLength={1000} />
      </label>
      <label>
        <span>
          Code <span className="faint">of your app, or a recovery code, if you set them up</span>
        </span>
        <input name="code" autoComplete="one-time-code" autoCapitalize="none" spellCheck={false} maxLength={40} />
      </label>
      <button type="submit" className="sheet-button is-main" disabled={isBusy || leftS > 0}>
        {isBusy ? 'Logging in…' : 'Log in'}
      </button>
      <p className="login-fault" role="alert">
        {refusal?.reason}
        {leftS > 0 ? <span aria-hidden="true"> Try again in {waitWords(leftS)}.</span> : null}
      </p>
    </form>
  );
}

/** A finger, a face or a PIN in the place of all three. */
function PasskeyWay(): ReactElement {
  const { cockpit } = useScreen();
  const { none } = cockpit.passkeys;
  const [fault, setFault] = useState('');
  const [isBusy, setBusy] = useState(false);
  if (none !== undefined)
    return none.elsewhere === undefined ? (
      <p className="quiet">{none.words}</p>
    ) : (
      <p className="quiet">
        A passkey? They belong to a name: <a href={none.elsewhere}>{none.elsewhere.replace('http://', '')}</a>
      </p>
    );
  const submit = async (): Promise<void> => {
    setBusy(true);
    setFault('');
    const refused = await cockpit.logInByPasskey();
    setFault(refused?.reason ?? '');
    setBusy(false);
  };
  return (
    <div className="login">
      <button type="button" className="sheet-button" disabled={isBusy} onClick={() => void submit()}>
        {isBusy ? 'Asking for the passkey…' : 'Log in with a passkey'}
      </button>
      {fault === '' ? null : (
        <p className="login-fault" role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}

/** The ways in beside a name: they differ with the machine that the page is open on. */
function OtherWays(): ReactElement {
  const { isLocal } = useScreen().cockpit;
  return isLocal ? (
    <p className="quiet">
      No name? On this machine <code>npm start</code> opens the cockpit with a new one-time link.
    </p>
  ) : (
    <p className="quiet">
      No name? Somebody at the machine can pair this device: Security, Devices. The owner makes names there too.
    </p>
  );
}

/** The page has no key: why, and the ways to get one. */
export function Locked(): ReactElement {
  const reason = useCockpit((state) => state.session.reason);
  return (
    <main className="locked">
      <div>
        <h1>{reason === '' ? 'Log in to Pitwall' : 'Pitwall is locked'}</h1>
        {reason === '' ? null : <p data-testid="locked-reason">{reason}</p>}
        <LoginForm />
        <PasskeyWay />
        <OtherWays />
      </div>
    </main>
  );
}
