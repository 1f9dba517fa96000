import { isLoopback } from '../../engine/wire/index.ts';

/** Why a page can use no passkeys, and where they can be used. */
export interface NoPasskeys {
  readonly words: string;
  /** The log-in where they work; undefined: it is not for the page to know. */
  readonly elsewhere?: string;
}

/** What of a page says whether its browser gives it passkeys. */
export interface PasskeyPage {
  readonly hostname: string;
  readonly port: string;
  /** The browser counts it as safe from listeners. */
  readonly isSecure: boolean;
  /** The browser knows passkeys. */
  readonly isKnown: boolean;
}

/** Undefined: they work here. They belong to a name; an address is none. */
export function noPasskeys({ hostname, port, isSecure, isKnown }: PasskeyPage): NoPasskeys | undefined {
  const isAddress = /^[\d.]+$|:/.test(hostname);
  if (isAddress && isLoopback(hostname)) {
    const host = `localhost:${port}`;
    return { words: `Passkeys belong to a name: they work at ${host}.`, elsewhere: `http://${host}/login` };
  }
  if (isAddress)
    return {
      words: `Passkeys belong to a name, and ${hostname} is an address: open Pitwall by the name of a certificate of your own.`,
    };
  if (!isSecure) return { words: 'Passkeys work over HTTPS, or on the machine that Pitwall runs on.' };
  return isKnown ? undefined : { words: 'This browser knows no passkeys.' };
}
