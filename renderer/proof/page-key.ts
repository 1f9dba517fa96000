import { exportJWK, generateKeyPair, type CryptoKey, type JWK } from 'jose';

/** The key that a page's tokens are bound to. Its private half cannot leave the browser. */
export interface PageKey {
  readonly publicJwk: JWK;
  readonly privateKey: CryptoKey;
}

/** A new key (ECDSA, P-256). Rejects where the browser has no cryptography: on plain HTTP from another machine. */
export async function makeKey(): Promise<PageKey> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  return { publicJwk: await exportJWK(publicKey), privateKey };
}
