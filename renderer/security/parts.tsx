import { useId, type ReactElement, type ReactNode } from 'react';
import type { Role } from '../../engine/wire/index.ts';
import { NOTHING } from '../format/money.ts';
import { clock, dayMonth } from '../format/time.ts';

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

interface SecretFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly kind: 'current-password' | 'new-password' | 'one-time-code';
  readonly value: string;
  readonly onType: (value: string) => void;
  readonly isOptional?: boolean;
}

/** A password or a code. */
export function SecretField({ label, hint, kind, value, onType, isOptional = false }: SecretFieldProps): ReactElement {
  const id = useId();
  const isCode = kind === 'one-time-code';
  return (
    <div className="secret-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="field"
        type={isCode ? 'text' : 'password'}
        autoComplete={kind}
        autoCapitalize="none"
        spellCheck={false}
        required={!isOptional}
        maxLength={isCode ? 40 : 1_000}
        value={value}
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
