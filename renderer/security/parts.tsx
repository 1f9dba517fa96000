import { useId, type ReactElement, type ReactNode, type InputHTMLAttributes } from 'react';
import type { Role } from '../../engine/wire/index.ts';
import { NOTHING } from '../format/money.ts';
import { clock, dayMonth } from '../format/time.ts';
import type { NoPasskeys } from '../state/passkey-place.ts';

/** "20 Nov 14:00", in this machine's time: log-ins and devices are of the wall, not of the market. */
export function moment(iso: string | null): string {
  if (iso === null) return NOTHING;
  const ms = Date.parse(iso);
  return `${dayMonth(ms, 'local')} ${clock(ms, 'local').slice(0, 5)}`;
}

export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  viewer: 'may look',
  flatten: 'may look, flatten and stop',
  trader: 'may also start',
  owner: 'may everything',
};

interface RoleChoiceProps {
  readonly label: string;
  readonly value: Role;
  readonly roles: readonly Role[];
  readonly onChoose: (role: Role) => void;
}

export function RoleChoice({ label, value, roles, onChoose }: RoleChoiceProps): ReactElement {
  return (
    <select
      className="field"
      aria-label={label}
      value={value}
      // The options are roles.
      onChange={(event) => onChoose(event.target.value as Role)}
    >
      {roles.map((role) => (
        <option key={role} value={role}>
          {ROLE_WORDS[role]}
        </option>
      ))}
    </select>
  );
}

interface LabelledProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'id' | 'className'> {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly onType: (value: string) => void;
}

/** A field under its label, with what helps to fill it below. */
function Labelled({ label, hint, onType, ...input }: LabelledProps): ReactElement {
  const id = useId();
  return (
    <div className="secret-field">
      <label htmlFor={id}>{label}</label>
      <input
        {...input}
        id={id}
        className="field"
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onType(event.target.value)}
      />
      {hint === undefined ? null : (
        <p className="quiet" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

interface SecretFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly kind: 'current-password' | 'new-password' | 'one-time-code';
  readonly value: string;
  readonly onType: (value: string) => void;
  readonly isOptional?: boolean;
}

/** A password or a code. */
export function SecretField({ kind, isOptional = false, ...field }: SecretFieldProps): ReactElement {
  const isCode = kind === 'one-time-code';
  return (
    <Labelled
      {...field}
      type={isCode ? 'text' : 'password'}
      autoComplete={kind}
      autoCapitalize="none"
      spellCheck={false}
      required={!isOptional}
      maxLength={isCode ? 40 : 1_000}
    />
  );
}

interface NameFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly onType: (value: string) => void;
}

/** What a user calls a thing. */
export function NameField(field: NameFieldProps): ReactElement {
  return <Labelled {...field} autoComplete="off" required maxLength={60} />;
}

/** Why there are no passkeys on this page, and the way to where they are. */
export function NoPasskeysHere({ none }: { readonly none: NoPasskeys }): ReactElement {
  return (
    <p className="page-note" data-testid="no-passkeys">
      {none.words} {none.elsewhere === undefined ? null : <a href={none.elsewhere}>Log in there</a>}
    </p>
  );
}

/** What was refused, in words, where a screen reader hears it; what went well, likewise. */
export function Said({ fault, done = '' }: { readonly fault: string; readonly done?: string }): ReactElement {
  return (
    <p className={fault === '' ? 'said' : 'said amber'} role={fault === '' ? 'status' : 'alert'}>
      {fault === '' ? done : fault}
    </p>
  );
}

/** A form that shows who one is. */
export function ProofForm({
  verb,
  isBusy,
  onSubmit,
  children,
}: {
  readonly verb: string;
  readonly isBusy: boolean;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <form
      className="proof-form"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
      <button type="submit" className="sheet-button is-main" disabled={isBusy}>
        {verb}
      </button>
    </form>
  );
}
