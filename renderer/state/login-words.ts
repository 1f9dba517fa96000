/** Why a log-in was refused, as the hub told it. */
export interface Refused {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly waitS?: number;
}

export interface LoginRefusal {
  readonly reason: string;
  /** Seconds in which another try is refused unseen. */
  readonly waitS: number;
}

/** In words. Which of name, password and code was wrong is not told by the hub, and not guessed here. */
export function loginRefusal({ status, code, message, waitS = 0 }: Refused): LoginRefusal {
  const because = (reason: string): LoginRefusal => ({ reason, waitS });
  if (status === 0) return because('The hub does not answer. Is Pitwall running?');
  if (code === 'unauthorized') return because('Name, password or code is not right.');
  if (code === 'rate_limited')
    return because(waitS > 0 ? 'Too many failed log-ins.' : 'Too many log-ins at once. Try again.');
  if (code === 'desk_away' || code === 'starting' || code === 'not_ready')
    return because('Pitwall is starting. Try again in a moment.');
  return because(message === '' ? `The hub refused it (${status}).` : `The hub refused it: ${message}.`);
}

/** The same of a log-in by passkey: the hub says what is wrong with what the device signed. */
export function passkeyRefusal(refused: Refused): LoginRefusal {
  const { code, message } = refused;
  if (code !== 'unauthorized' && code !== 'no_passkey' && code !== 'forbidden') return loginRefusal(refused);
  const words = message.replace(/^Authentication required: /, '');
  return { reason: `${words.charAt(0).toUpperCase()}${words.slice(1)}.`, waitS: 0 };
}

/** A typed code as the hub takes it: six digits are an authenticator app's, anything else is a recovery code; none is none. */
export function codeGiven(text: string): { readonly totp?: string; readonly recovery?: string } {
  const code = text.trim();
  if (code === '') return {};
  const digits = code.replaceAll(/\s/g, '');
  return /^\d{6}$/.test(digits) ? { totp: digits } : { recovery: code };
}

/** "28 s", "1 min 30 s": what is left of a wait. */
export function waitWords(seconds: number): string {
  const left = Math.max(0, Math.ceil(seconds));
  const [minutes, rest] = [Math.floor(left / 60), left % 60];
  if (minutes === 0) return `${rest} s`;
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
}
