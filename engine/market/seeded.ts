/**
 * Chance as a pure function of keys: no state survives a call, so that any minute of any contract can be asked for in
 * any order. 32-bit integer mixing (the finalizer of MurmurHash3), the same on every platform.
 */

/** Mixes a further integer into a key; both are taken modulo 2^32. */
export function mix(key: number, value: number): number {
  let h = (key ^ Math.imul(value, 0x9e3779b1)) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A key made of text. */
export function keyOf(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return mix(h >>> 0, text.length);
}

/** [0, 1) */
export function uniform(key: number): number {
  return mix(key, 0x51ed270b) / 4_294_967_296;
}

/** Standard normal (Box and Muller). */
export function normal(key: number): number {
  const u = (mix(key, 0x68bc21eb) + 1) / 4_294_967_297;
  const v = mix(key, 0x02e5be93) / 4_294_967_296;
  return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v);
}
