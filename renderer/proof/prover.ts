import { SignJWT, base64url } from 'jose';
import type { PageKey } from './page-key.ts';

/** Method of the proof that a socket carries. */
const CONNECT = 'CONNECT';

export interface Prover {
  /** The value of the header `DPoP` for one call. @param url of the call; what follows its path is left out */
  readonly ofCall: (method: string, url: string, token: string | undefined) => Promise<string>;
  /** `auth.proof` of one connection. @param url of the server, with the namespace as its path */
  readonly ofSocket: (url: string, token: string) => Promise<string>;
  /** A server gave a nonce for the next proof. @param url any of that server */
  readonly heard: (url: string, nonce: string) => void;
}

/**
 * Proofs that this page has the key of its token (RFC 9449): each is of one call to one address, good once, and for the
 * server whose nonce is in it. Whoever else is shown one can do nothing with it.
 * @param newId something that was never said before
 */
export function createProver(key: Promise<PageKey>, newId: () => string): Prover {
  const nonces = new Map<string, string>();
  // Whoever asks for a proof hears of it; nobody may have asked yet.
  key.catch(() => undefined);
  const make = async (method: string, url: URL, token: string | undefined): Promise<string> => {
    const { publicJwk, privateKey } = await key;
    const nonce = nonces.get(url.origin);
    return new SignJWT({
      jti: newId(),
      htm: method,
      htu: url.origin + url.pathname,
      ...(token === undefined ? {} : { ath: await hashOf(token) }),
      ...(nonce === undefined ? {} : { nonce }),
    })
      .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk: publicJwk })
      .setIssuedAt()
      .sign(privateKey);
  };
  return {
    ofCall: (method, url, token) => make(method, new URL(url), token),
    ofSocket: (url, token) => make(CONNECT, new URL(url), token),
    heard: (url, nonce) => void nonces.set(new URL(url).origin, nonce),
  };
}

async function hashOf(token: string): Promise<string> {
  return base64url.encode(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))));
}
