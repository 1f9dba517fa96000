import { createHash } from 'node:crypto';
import { EmbeddedJWK, calculateJwkThumbprint, compactVerify } from 'jose';
import { z } from 'zod';

/** The call that a proof has to be of. */
export interface ProvenCall {
  /** The HTTP method; `CONNECT` for a socket. */
  readonly method: string;
  /** Of this server, as the caller reached it: scheme, host, port, path. For a socket: the path is its namespace. */
  readonly url: string;
  /** What the proof accompanies; undefined where no token is shown yet. */
  readonly token: string | undefined;
}

/** A proof that is in order, but for its nonce and its novelty. */
export interface Proof {
  /** Thumbprint (RFC 7638, SHA-256) of the key that signed it. */
  readonly jkt: string;
  readonly jti: string;
  readonly nonce: string | undefined;
}

export type ReadProof = { readonly ok: true; readonly proof: Proof } | { readonly ok: false; readonly detail: string };

/** Method of the proof that a socket's CONNECT carries; no route has it, so that no call can be made of such a proof. */
export const CONNECT = 'CONNECT';

const claims = z.object({
  jti: z.string().min(8).max(128),
  htm: z.string(),
  htu: z.string(),
  iat: z.number(),
  ath: z.string().optional(),
  nonce: z.string().optional(),
});

/**
 * Reads a proof of possession (RFC 9449, 4.3) and holds it to a call: form, signature, method, address, token.
 * Whether its nonce is good and whether it was shown before is for `ProofCheck`, which holds the server's side of time:
 * `iat` is asked for, as the standard has it, and believed in nothing, since the page's clock may be any.
 */
export async function readProof(text: string, call: ProvenCall): Promise<ReadProof> {
  let payload: Uint8Array;
  let jkt: string;
  try {
    const verified = await compactVerify(text, EmbeddedJWK, { algorithms: ['ES256'] });
    const { typ, jwk } = verified.protectedHeader;
    if (typ !== 'dpop+jwt' || jwk === undefined) return refused('its type is not dpop+jwt');
    payload = verified.payload;
    jkt = await calculateJwkThumbprint(jwk);
  } catch {
    // Of the library or of the platform's cryptography: whatever is wrong with it, it is the text that came.
    return refused('it is not signed by its key');
  }
  const read = claims.safeParse(jsonOf(payload));
  if (!read.success) return refused(`its claim ${read.error.issues[0]?.path.join('.') ?? ''} is missing or malformed`);
  const { jti, htm, htu, ath, nonce } = read.data;
  if (htm !== call.method) return refused('it is of another method');
  const url = bareUrl(call.url);
  if (url === undefined || bareUrl(htu) !== url) return refused('it is of another address');
  if (ath !== (call.token === undefined ? undefined : hashOf(call.token))) return refused('it is of another token');
  return { ok: true, proof: { jkt, jti, nonce } };
}

function refused(detail: string): ReadProof {
  return { ok: false, detail };
}

function jsonOf(payload: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(payload));
  } catch {
    return undefined;
  }
}

/** Without query and fragment, in its normal form; undefined where it is no address. */
function bareUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  url.search = '';
  url.hash = '';
  return url.href;
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
