import { useState, type ReactElement } from 'react';
import type { HUB_AUTH_ROUTES, Reply } from '../../engine/wire/index.ts';
import { useScreen } from '../context/cockpit-context.ts';
import { useCall } from '../context/use-call.ts';
import { Await, PanelPage } from '../panels/panel-page.tsx';
import { codeGiven } from '../state/login-words.ts';
import { ProofForm, Said, SecretField } from './parts.tsx';
import { QrPicture } from './qr-picture.tsx';
import { useAct } from './use-act.ts';

type Begun = Reply<typeof HUB_AUTH_ROUTES.totpBegin>;

/** Shown to the app once, and counted only when a code of it was typed. */
function Confirm({ begun, onDone }: { readonly begun: Begun; readonly onDone: () => void }): ReactElement {
  const { hub } = useScreen().cockpit;
  const [code, setCode] = useState('');
  const { fault, isBusy, act } = useAct();
  return (
    <div className="pairing" data-testid="totp-setup">
      <QrPicture svg={begun.qr} label="QR code for the authenticator app" />
      <div>
        <p>Scan this with an authenticator app (any that knows TOTP), or type the key into it:</p>
        <p>
          <code data-testid="totp-secret">{begun.secret.match(/.{1,4}/g)?.join(' ')}</code>
        </p>
        <ProofForm
          verb="Confirm"
          isBusy={isBusy}
          onSubmit={() => void act(() => hub.call('totpConfirm', { body: { code: code.trim() } }), onDone)}
        >
          <SecretField label="Code that the app shows now" kind="one-time-code" value={code} onType={setCode} />
          <Said fault={fault} done="Nothing changes before a right code." />
        </ProofForm>
      </div>
    </div>
  );
}

/** Codes of an authenticator app beside the password. */
export function TotpPage(): ReactElement {
  const { cockpit, securityPage } = useScreen();
  const { hub } = cockpit;
  const [factors, reload] = useCall('factors');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [begun, setBegun] = useState<Begun>();
  const [done, setDone] = useState('');
  const { fault, isBusy, act } = useAct(true);
  const begin = (): void =>
    void act(
      () => hub.call('totpBegin', { body: { password } }),
      (told) => {
        setPassword('');
        setDone('');
        setBegun(told);
      },
    );
  const end = (): void =>
    void act(
      () => hub.call('totpEnd', { body: { password, ...codeGiven(code) } }),
      () => {
        setPassword('');
        setCode('');
        setDone('No code is wanted any more.');
        reload();
      },
    );
  const confirmed = (): void => {
    setBegun(undefined);
    setDone('A log-in wants a code from now on.');
    reload();
  };
  return (
    <PanelPage label="Authenticator app" className="is-narrow">
      <Await loaded={factors}>
        {(told) =>
          begun !== undefined ? (
            <Confirm begun={begun} onDone={confirmed} />
          ) : told?.totp === true ? (
            <>
              <p className="page-note">
                <strong>Set up.</strong> A log-in wants your password and a code of the app.
              </p>
              {told.recovery === null || told.recovery.left === 0 ? (
                <p className="page-note">
                  <span className="amber">You have no recovery codes.</span> Without the app you could not log in.{' '}
                  <button type="button" className="small-button" onClick={() => securityPage.set('recovery')}>
                    Make recovery codes
                  </button>
                </p>
              ) : null}
              <ProofForm verb="End it" isBusy={isBusy} onSubmit={end}>
                <SecretField label="Password" kind="current-password" value={password} onType={setPassword} />
                <SecretField
                  label="Code"
                  kind="one-time-code"
                  value={code}
                  onType={setCode}
                  hint="Of your app, or a recovery code."
                />
                <Said fault={fault} done={done} />
              </ProofForm>
            </>
          ) : (
            <>
              <p className="page-note">
                Not set up. With it a stolen password alone lets nobody in: a log-in also wants a code that your phone
                shows.
              </p>
              <ProofForm verb="Set up" isBusy={isBusy} onSubmit={begin}>
                <SecretField label="Password" kind="current-password" value={password} onType={setPassword} />
                <Said fault={fault} done={done} />
              </ProofForm>
            </>
          )
        }
      </Await>
    </PanelPage>
  );
}
