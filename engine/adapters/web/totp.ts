import { createHmac, randomBytes } from 'node:crypto';

const STEP_S = 30;
const DIGITS = 6;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A fresh seed, base32 as authenticator apps take it. */
export function makeSeed(): string {
  return base32(randomBytes(20));
}

export function base32(bytes: Uint8Array): string {
  let bits = 0;
  let held = 0;
  let text = '';
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      text += ALPHABET[(held >>> (bits - 5)) & 31];
      bits -= 5;
    }
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + ALPHABET[(held << (5 - bits)) & 31] : text;
}

function fromBase32(text: string): Buffer {
  let bits = 0;
  let held = 0;
  const bytes: number[] = [];
  for (const letter of text.replaceAll('=', '').toUpperCase()) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) return Buffer.alloc(0);
    held = (held << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bytes.push((held >>> (bits - 8)) & 255);
      bits -= 8;
    }
    held &= (1 << bits) - 1;
  }
  return Buffer.from(bytes);
}

/** RFC 6238 with SHA-1, 30 s, 6 digits. */
export function totpAt(seed: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', fromBase32(seed)).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  const code = (mac.readUInt32BE(offset) & 0x7fff_ffff) % 10 ** DIGITS;
  return String(code).padStart(DIGITS, '0');
}

/** The time step of a right code (one step of drift either way), later than `after`; undefined: wrong or used. */
export function totpStep(seed: string, code: string, wallMs: number, after: number): number | undefined {
  const now = Math.floor(wallMs / 1_000 / STEP_S);
  const wanted = code.replaceAll(/\s/g, '');
  return [now - 1, now, now + 1].find((step) => step > after && totpAt(seed, step) === wanted);
}

/** What an authenticator app scans. */
export function totpUri(seed: string, userName: string): string {
  return `otpauth://totp/Pitwall:${encodeURIComponent(userName)}?secret=${seed}&issuer=Pitwall&algorithm=SHA1&digits=${DIGITS}&period=${STEP_S}`;
}
