import { useState, type ReactElement } from 'react';
import { useScreen } from '../context/cockpit-context.ts';
import { useCall } from '../context/use-call.ts';
import { Await, PanelPage } from '../panels/panel-page.tsx';
import { codeGiven } from '../state/login-words.ts';
import { ProofForm, Said, SecretField } from './parts.tsx';
import { useAct } from './use-act.ts';

/** One's own password. */
export function PasswordPage(): ReactElement {
  const { hub } = useScreen().cockpit;
  const [factors] = useCall('factors');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [wanted, setWanted] = useState('');
  const [again, setAgain] = useState('');
  const [done, setDone] = useState('');
  const { fault, isBusy, act } = useAct(true);
  const isOther = again !== '' && again !== wanted;
  const change = (): void => {
    setDone('');
    if (again !== wanted) return;
    void act(
      () => hub.call('password', { body: { password, ...codeGiven(code), newPassword: wanted } }),
      () => {
        for (const clear of [setPassword, setCode, setWanted, setAgain]) clear('');
        setDone('The password is changed. Your other sessions ended.');
      },
    );
  };
  return (
    <PanelPage label="Password" className="is-narrow">
      <p className="page-note">Your other sessions end with a new password; this page stays.</p>
      <Await loaded={factors}>
        {(told) => (
          <ProofForm verb="Change the password" isBusy={isBusy} onSubmit={change}>
            <SecretField label="Present password" kind="current-password" value={password} onType={setPassword} />
            {told?.totp === true ? (
              <SecretField
                label="Code"
                kind="one-time-code"
                value={code}
                onType={setCode}
                hint="Of your app, or a recovery code."
              />
            ) : null}
            <SecretField
              label="New password"
              kind="new-password"
              value={wanted}
              onType={setWanted}
              hint="At least 10 characters, without your name in it."
            />
            <SecretField label="New password again" kind="new-password" value={again} onType={setAgain} />
            <Said fault={isOther ? 'The two are not the same.' : fault} done={done} />
          </ProofForm>
        )}
      </Await>
    </PanelPage>
  );
}
