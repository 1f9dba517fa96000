/** Just enough of ASN.1 DER to write a certificate. */

function length(bytes: number): Buffer {
  if (bytes < 128) return Buffer.from([bytes]);
  const digits: number[] = [];
  for (let rest = bytes; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
  return Buffer.from([128 + digits.length, ...digits]);
}

/** Tag, length, value. */
export function tlv(tag: number, ...parts: readonly Buffer[]): Buffer {
  const value = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), length(value.length), value]);
}

export const sequence = (...parts: readonly Buffer[]): Buffer => tlv(0x30, ...parts);
export const set = (...parts: readonly Buffer[]): Buffer => tlv(0x31, ...parts);
export const octets = (value: Buffer): Buffer => tlv(0x04, value);
export const utf8 = (text: string): Buffer => tlv(0x0c, Buffer.from(text, 'utf8'));
export const yes = Buffer.from([0x01, 0x01, 0xff]);

/** A non-negative integer. */
export function integer(value: Buffer | number): Buffer {
  const bytes = typeof value === 'number' ? Buffer.from([value]) : value;
  return tlv(0x02, (bytes[0] ?? 0) >= 128 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

export function bits(value: Buffer, unused = 0): Buffer {
  return tlv(0x03, Buffer.from([unused]), value);
}

export function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const part of rest) {
    const digits = [part % 128];
    for (let left = Math.floor(part / 128); left > 0; left = Math.floor(left / 128)) digits.unshift(128 + (left % 128));
    bytes.push(...digits);
  }
  return tlv(0x06, Buffer.from(bytes));
}

/** UTCTime up to 2049. */
export function time(ms: number): Buffer {
  const text = new Date(ms).toISOString().replaceAll(/[-:T]/g, '').slice(2, 14);
  return tlv(0x17, Buffer.from(`${text}Z`, 'ascii'));
}

/** Context-specific, constructed. */
export const explicit = (n: number, ...parts: readonly Buffer[]): Buffer => tlv(0xa0 + n, ...parts);
/** Context-specific, primitive. */
export const implicit = (n: number, value: Buffer): Buffer => tlv(0x80 + n, value);
