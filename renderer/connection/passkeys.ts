import { startAuthentication, startRegistration } from '@simplewebauthn/browser';
import type { MadePasskey, PasskeyAnswer, PasskeyCreation, PasskeyRequest } from '../../engine/wire/index.ts';
import { noPasskeys, type NoPasskeys } from '../state/passkey-place.ts';
import type { Answer } from './http.ts';

/** Passkeys as this page's browser has them. */
export interface BrowserPasskeys {
  /** Why there are none here; undefined: there are. */
  readonly none: NoPasskeys | undefined;
  /** The browser asks its user, who may say no. */
  readonly make: (asked: PasskeyCreation) => Promise<Answer<MadePasskey>>;
  readonly sign: (asked: PasskeyRequest) => Promise<Answer<PasskeyAnswer>>;
}

export function browserPasskeys({
  location,
  isSecureContext: isSecure,
}: Pick<Window, 'location' | 'isSecureContext'>): BrowserPasskeys {
  const { hostname, port } = location;
  return {
    none: noPasskeys({ hostname, port, isSecure, isKnown: 'PublicKeyCredential' in window }),
    make: (optionsJSON) => answered(startRegistration({ optionsJSON })),
    sign: (optionsJSON) => answered(startAuthentication({ optionsJSON })),
  };
}

async function answered<T>(asking: Promise<T>): Promise<Answer<T>> {
  try {
    return { ok: true, value: await asking };
  } catch (error) {
    return { ok: false, status: -1, code: 'no_passkey', message: wordsOf(error) };
  }
}

/** Browsers do not say whether somebody said no, waited too long, or had no passkey. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return 'the browser refused it';
  if (error.name === 'NotAllowedError') return 'no passkey was chosen';
  if (error.name === 'InvalidStateError') return 'this device has a passkey of yours already';
  return `the browser refused it: ${error.message}`;
}
