import { createPrivateKey, createSign, generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { bits, explicit, implicit, integer, octets, oid, sequence, set, time, utf8, yes } from './der.ts';

export interface Certificate {
  readonly cert: string;
  readonly key: string;
  /** SHA-256 of the certificate, as browsers show it. */
  readonly fingerprint: string;
  /** True when Pitwall made it: browsers do not know it and warn. */
  readonly selfMade: boolean;
}

const DAY_MS = 86_400_000;
/** Browsers refuse longer ones. */
const LIFE_DAYS = 397;
const RENEW_DAYS = 30;
const ECDSA_SHA256 = '1.2.840.10045.4.3.2';

/** Files of a person's own certificate; they are used where both are there. */
export const OWN_CERT = 'own.crt.pem';
export const OWN_KEY = 'own.key.pem';
const MADE_CERT = 'made.crt.pem';
const MADE_KEY = 'made.key.pem';

/**
 * The certificate of a folder: the person's own, else the one that Pitwall made, made anew when it nears its end or does
 * not name an address. Several processes may ask at once: each file appears as a whole, and who comes second takes it.
 */
export function certificateOf(folder: string, names: readonly string[], nowMs: number): Certificate {
  const own = read(folder, OWN_CERT, OWN_KEY);
  if (own !== undefined) return { ...own, selfMade: false };
  const made = read(folder, MADE_CERT, MADE_KEY);
  if (made !== undefined && serves(made.cert, names, nowMs)) return { ...made, selfMade: true };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const fresh = makeCertificate(names, nowMs);
  write(folder, MADE_KEY, fresh.key);
  write(folder, MADE_CERT, fresh.cert);
  const again = read(folder, MADE_CERT, MADE_KEY);
  return { ...(again ?? withFingerprint(fresh)), selfMade: true };
}

function withFingerprint(pair: { readonly cert: string; readonly key: string }): {
  cert: string;
  key: string;
  fingerprint: string;
} {
  return { ...pair, fingerprint: new X509Certificate(pair.cert).fingerprint256 };
}

function read(
  folder: string,
  certFile: string,
  keyFile: string,
): { cert: string; key: string; fingerprint: string } | undefined {
  const [cert, key] = [join(folder, certFile), join(folder, keyFile)];
  if (!existsSync(cert) || !existsSync(key)) return undefined;
  const pair = { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
  const parsed = new X509Certificate(pair.cert);
  // Two processes made one each at the same moment, and the halves do not fit.
  if (certFile === MADE_CERT && !fits(parsed, pair.key)) return undefined;
  return withFingerprint(pair);
}

function fits(certificate: X509Certificate, key: string): boolean {
  return certificate.checkPrivateKey(createPrivateKey(key));
}

function serves(cert: string, names: readonly string[], nowMs: number): boolean {
  const parsed = new X509Certificate(cert);
  if (Date.parse(parsed.validTo) - nowMs < RENEW_DAYS * DAY_MS) return false;
  return names.every((name) => (isIP(name) === 0 ? parsed.checkHost(name) : parsed.checkIP(name)) !== undefined);
}

function write(folder: string, name: string, content: string): void {
  const draft = join(folder, `${name}.${process.pid}.tmp`);
  writeFileSync(draft, content, { mode: 0o600 });
  renameSync(draft, join(folder, name));
}

/** A self-signed certificate for the names (hosts and addresses), P-256. */
export function makeCertificate(
  names: readonly string[],
  nowMs: number,
): { readonly cert: string; readonly key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(oid(ECDSA_SHA256));
  const name = sequence(set(sequence(oid('2.5.4.3'), utf8(`Pitwall on ${hostname()}`.slice(0, 60)))));
  const alternatives = [...new Set(['localhost', '127.0.0.1', '::1', ...names])].map((one) =>
    isIP(one) === 0 ? implicit(2, Buffer.from(one, 'ascii')) : implicit(7, addressBytes(one)),
  );
  const extension = (id: string, critical: boolean, value: Buffer): Buffer =>
    sequence(oid(id), ...(critical ? [yes] : []), octets(value));
  const body = sequence(
    explicit(0, integer(2)),
    integer(Buffer.concat([Buffer.from([0x40]), randomBytes(15)])),
    algorithm,
    name,
    sequence(time(nowMs - DAY_MS), time(nowMs + LIFE_DAYS * DAY_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(
      3,
      sequence(
        extension('2.5.29.19', true, sequence()),
        extension('2.5.29.15', true, bits(Buffer.from([0x80]), 7)),
        extension('2.5.29.37', false, sequence(oid('1.3.6.1.5.5.7.3.1'))),
        extension('2.5.29.17', false, sequence(...alternatives)),
      ),
    ),
  );
  const signature = createSign('SHA256').update(body).sign(privateKey);
  const der = sequence(body, algorithm, bits(signature));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    cert: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? [];
  const groups = (text: string): number[] =>
    text === '' ? [] : text.split(':').map((part) => Number.parseInt(part, 16));
  const front = groups(head);
  const back = tail === undefined ? [] : groups(tail);
  const all = [...front, ...Array.from({ length: 8 - front.length - back.length }, () => 0), ...back];
  return Buffer.from(all.flatMap((group) => [group >> 8, group & 255]));
}
