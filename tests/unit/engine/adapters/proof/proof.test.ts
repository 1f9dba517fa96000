import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import { describe, expect, it } from 'vitest';
import { readProof, type ProvenCall } from '../../../../../engine/adapters/proof/proof.ts';

/** The proofs, token, thumbprint and hash that RFC 9449 prints. */
const RFC_HEADER =
  'eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQy' +
  'VVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19';
const RFC_TOKEN_REQUEST =
  `${RFC_HEADER}.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rv` +
  'a2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT' +
  '3Lg';
const RFC_RESOURCE_REQUEST =
  `${RFC_HEADER}.eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIjoiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFtcGxlLm9yZy9w` +
  'cm90ZWN0ZWRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNFc05yV0JiMHhXWG9hTnk1OUlpS0NBcWtzbVFFby' +
  'J9.2oW9RP35yRqzhrtNP86L-Ey71EOptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpLjA';
const RFC_TOKEN = 'Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU';
const RFC_JKT = '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I';

describe('readProof', () => {
  it('reads the proofs of RFC 9449 with the thumbprint and token hash that it prints', async () => {
    const redeem = { method: 'POST', url: 'https://server.example.com/token', token: undefined };
    expect(await readProof(RFC_TOKEN_REQUEST, redeem)).toEqual({
      ok: true,
      proof: { jkt: RFC_JKT, jti: '-BwC3ESc6acc2lTc', nonce: undefined },
    });
    const call = { method: 'GET', url: 'https://resource.example.org/protectedresource', token: RFC_TOKEN };
    expect(await readProof(RFC_RESOURCE_REQUEST, call)).toEqual({
      ok: true,
      proof: { jkt: RFC_JKT, jti: 'e1j3V_bKic8-LAEB', nonce: undefined },
    });
  });

  const call: ProvenCall = { method: 'POST', url: 'http://127.0.0.1:3000/api/stop?x=1', token: 'the token' };
  const right = {
    jti: 'a-jti-of-its-own',
    htm: 'POST',
    htu: 'http://127.0.0.1:3000/api/stop',
    iat: 1,
    ath: '2Udy_Xap46HBcGc4R7qPloUf1COxp4NIcc0seGM8fpc',
  };
  const made = async (
    change: Readonly<Record<string, unknown>>,
    header: Readonly<Record<string, unknown>> = {},
  ): Promise<string> => {
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    const jwk = await exportJWK(publicKey);
    return new SignJWT({ ...right, ...change })
      .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk, ...header })
      .sign(privateKey, { crit: { x: true } });
  };

  it('leaves query and fragment aside, and nothing else of the address', async () => {
    for (const htu of [right.htu, `${right.htu}?y=2#z`, 'HTTP://127.0.0.1:3000/api/../api/stop'])
      expect(await readProof(await made({ htu }), call), htu).toMatchObject({ ok: true });
    for (const htu of [
      'https://127.0.0.1:3000/api/stop',
      'http://127.0.0.1:3001/api/stop',
      'http://localhost:3000/api/stop',
      'http://127.0.0.1/api/stop',
      'http://127.0.0.1:3000/api/stop/',
      'http://127.0.0.1:3000/api/Stop',
      'http://127.0.0.1:3000/',
      'http://me@127.0.0.1:3000/api/stop',
      '/api/stop',
      '',
    ])
      expect(await readProof(await made({ htu }), call), htu).toMatchObject({ ok: false });
  });

  it.each([
    ['no jti', { jti: undefined }],
    ['an empty jti', { jti: '' }],
    ['a jti without end', { jti: 'j'.repeat(129) }],
    ['a jti that is a number', { jti: 12_345_678 }],
    ['no method', { htm: undefined }],
    ['another method', { htm: 'GET' }],
    ['a method in small letters', { htm: 'post' }],
    ['the method of a socket', { htm: 'CONNECT' }],
    ['no address', { htu: undefined }],
    ['no time', { iat: undefined }],
    ['a time that is none', { iat: 'now' }],
    ['no token hash', { ath: undefined }],
    ['the hash of another token', { ath: 'fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo' }],
    ['a nonce that is none', { nonce: 1 }],
  ])('refuses a proof with %s', async (_what, change) => {
    expect(await readProof(await made({}), call)).toMatchObject({ ok: true });
    expect(await readProof(await made(change), call)).toMatchObject({ ok: false });
  });

  it('refuses the hash of a token where none is shown', async () => {
    expect(await readProof(await made({}), { ...call, token: undefined })).toMatchObject({ ok: false });
    expect(await readProof(await made({ ath: undefined }), { ...call, token: undefined })).toMatchObject({ ok: true });
  });

  it('refuses every other form, algorithm and key', async () => {
    const secret = new TextEncoder().encode('s'.repeat(32));
    const other = await generateKeyPair('ES256', { extractable: true });
    const good = await made({});
    const [header = '', payload = '', signature = ''] = good.split('.');
    const forged: Record<string, string> = {
      nothing: '',
      'no token at all': 'x',
      'two of them': `${good}, ${good}`,
      'no signature': `${header}.${payload}.`,
      'a signature of something else': `${header}.${payload}.${signature.slice(0, -4)}AAAA`,
      'another payload': `${header}.${Buffer.from(JSON.stringify({ ...right, htm: 'GET' })).toString('base64url')}.${signature}`,
      'no key': await made({}, { jwk: undefined }),
      'another key': await made({}, { jwk: await exportJWK(other.publicKey) }),
      'a private key': await made({}, { jwk: await exportJWK(other.privateKey) }),
      'a key that is no point': await made({}, { jwk: { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' } }),
      'another type': await made({}, { typ: 'JWT' }),
      'no type': await made({}, { typ: undefined }),
      'a critical extension': await made({}, { crit: ['x'], x: 1 }),
      'a shared secret': await new SignJWT(right)
        .setProtectedHeader({ typ: 'dpop+jwt', alg: 'HS256', jwk: await exportJWK(other.publicKey) })
        .sign(secret),
      'no algorithm': `${Buffer.from(JSON.stringify({ typ: 'dpop+jwt', alg: 'none' })).toString('base64url')}.${payload}.`,
    };
    const rsa = await generateKeyPair('RS256');
    forged['an algorithm that pages do not use'] = await new SignJWT(right)
      .setProtectedHeader({ typ: 'dpop+jwt', alg: 'RS256', jwk: await exportJWK(rsa.publicKey) })
      .sign(rsa.privateKey);
    for (const [what, text] of Object.entries(forged))
      expect(await readProof(text, call), what).toMatchObject({ ok: false });
  });
});
