import { X509Certificate } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { OWN_CERT, OWN_KEY, certificateOf, makeCertificate } from '../../../../../engine/adapters/web/certificate.ts';

const NOW = Date.UTC(2026, 10, 20);

test('a made certificate names its addresses and is signed by its own key', () => {
  const { cert } = makeCertificate(['192.168.1.5', 'fe80::1', '2001:db8::ff', 'pitwall.lan'], NOW);
  const parsed = new X509Certificate(cert);
  expect(parsed.verify(parsed.publicKey)).toBe(true);
  for (const address of ['127.0.0.1', '192.168.1.5', '::1', '2001:db8::ff'])
    expect([address, parsed.checkIP(address)]).toEqual([address, address]);
  for (const host of ['localhost', 'pitwall.lan']) expect([host, parsed.checkHost(host)]).toEqual([host, host]);
  expect(parsed.checkIP('10.0.0.1')).toBeUndefined();
  expect(parsed.ca).toBe(false);
  expect(Date.parse(parsed.validTo) - NOW).toBe(397 * 86_400_000);
});

test("it is made once, anew for a new address or near its end; a person's own comes first", () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'pitwall-cert-')), 'tls');
  const first = certificateOf(folder, ['192.168.1.5'], NOW);
  expect(first.selfMade).toBe(true);
  expect(certificateOf(folder, ['192.168.1.5'], NOW + 86_400_000).fingerprint).toBe(first.fingerprint);
  expect(certificateOf(folder, ['10.0.0.9'], NOW).fingerprint).not.toBe(first.fingerprint);
  const before = certificateOf(folder, ['10.0.0.9'], NOW).fingerprint;
  expect(certificateOf(folder, ['10.0.0.9'], NOW + 380 * 86_400_000).fingerprint).not.toBe(before);
  const own = makeCertificate(['pitwall.example'], NOW);
  writeFileSync(join(folder, OWN_CERT), own.cert);
  writeFileSync(join(folder, OWN_KEY), own.key);
  expect(certificateOf(folder, ['10.0.0.9'], NOW)).toMatchObject({ selfMade: false, cert: own.cert });
});
