import { useState, type ReactElement } from 'react';
import { useCockpit, useScreen } from '../context/cockpit-context.ts';
import { useCall } from '../context/use-call.ts';
import { Await, PanelPage } from '../panels/panel-page.tsx';
import { codeGiven } from '../state/login-words.ts';
import { moment, ProofForm, Said, SecretField } from './parts.tsx';
import { useAct } from './use-act.ts';

/** Shown once: the hub keeps their hashes alone. */
function Codes({ codes, onKept }: { readonly codes: readonly string[]; readonly onKept: () => void }): ReactElement {
  const [copied, setCopied] = useState('');
  const copy = (): void => {
    const text = codes.join('\n');
    navigator.clipboard.writeText(text).then(
      () => setCopied('Copied.'),
      () => setCopied('The browser did not allow it: write them down.'),
    );
  };
  return (
    <div className="codes" data-testid="recovery-codes">
      <p>
        <strong>Write them down or keep them in a password manager now.</strong> They are not shown again.
      </p>
      <ol>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className="page-tools">
        {/* Pages that came over plain HTTP from elsewhere have no clipboard. */}
        {'clipboard' in navigator ? (
          <button type="button" className="small-button" onClick={copy}>
            Copy
          </button>
        ) : null}
        <button type="button" className="small-button" onClick={onKept}>
          I have kept them
        </button>
        <span role="status">{copied}</span>
      </div>
    </div>
  );
}

function OwnCodes(): ReactElement {
  const { cockpit, securityPage } = useScreen();
  const { hub } = cockpit;
  const [factors, reload] = useCall('factors');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [codes, setCodes] = useState<readonly string[]>();
  const { fault, isBusy, act } = useAct(true);
  if (codes !== undefined)
    return (
      <Codes
        codes={codes}
        onKept={() => {
          setCodes(undefined);
          reload();
        }}
      />
    );
  const make = (): void =>
    void act(
      () => hub.call('makeRecovery', { body: { password, ...codeGiven(code) } }),
      (made) => {
        setPassword('');
        setCode('');
        setCodes(made.codes);
      },
    );
  return (
    <Await loaded={factors}>
      {(told) =>
        told === null || !told.totp ? (
          <p className="page-note">
            Recovery codes stand in for the authenticator app, which you have not set up.{' '}
            <button type="button" className="small-button" onClick={() => securityPage.set('totp')}>
              Set it up
            </button>
          </p>
        ) : (
          <>
            <p className="page-note">
              {told.recovery === null ? (
                <span className="amber">You have none. Without the app you could not log in.</span>
              ) : (
                <>
                  <strong data-testid="codes-left">
                    {told.recovery.left} of {told.recovery.of}
                  </strong>{' '}
                  are left, made {moment(told.recovery.made)}. Each is good once, at log-in, in the place of the app’s
                  code.
                </>
              )}
            </p>
            <ProofForm
              verb={told.recovery === null ? 'Make the codes' : 'Make new ones'}
              isBusy={isBusy}
              onSubmit={make}
            >
              <SecretField label="Password" kind="current-password" value={password} onType={setPassword} />
              <SecretField
                label="Code"
                kind="one-time-code"
                value={code}
                onType={setCode}
                hint="Of your app, or a recovery code."
              />
              <Said fault={fault} done={told.recovery === null ? '' : 'Those before are void then.'} />
            </ProofForm>
          </>
        )
      }
    </Await>
  );
}

/** The ways back in: codes for the app that was lost, and the machine itself for all else. */
export function RecoveryPage(): ReactElement {
  const isUser = useCockpit((state) => state.session.kind === 'user');
  return (
    <PanelPage label="Recovery" className="is-narrow">
      {isUser ? (
        <>
          <h3 className="heading">Your recovery codes</h3>
          <OwnCodes />
        </>
      ) : null}
      <h3 className="heading">On the machine itself</h3>
      <p>
        Who owns the account of the machine that Pitwall runs on cannot be locked out. In Pitwall’s folder there,
        whether it runs or not:
      </p>
      <dl className="ways">
        <div>
          <dt>
            <code>npm start</code>
          </dt>
          <dd>opens the cockpit as the owner, by a link that is good once</dd>
        </div>
        <div>
          <dt>
            <code>npm run user -- password NAME</code>
          </dt>
          <dd>gives a user another password and ends the sessions</dd>
        </div>
        <div>
          <dt>
            <code>npm run user -- password-only NAME</code>
          </dt>
          <dd>wants no code of this user any more: for a lost app with lost recovery codes</dd>
        </div>
        <div>
          <dt>
            <code>npm run user -- list</code>
          </dt>
          <dd>names the users</dd>
        </div>
      </dl>
    </PanelPage>
  );
}
