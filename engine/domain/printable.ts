/**
 * Signs that show nothing and steer what shows them: control characters (escapes of a terminal among them), separators
 * of lines, signs that turn the direction of writing, halves of pairs.
 */
const STEERING = String.raw`\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff`;
const EACH = new RegExp(`[${STEERING}]`, 'gu');

/** A text that has none of them: it can be shown as it is. */
export const PRINTABLE = new RegExp(`^[^${STEERING}]*$`, 'u');

/** The text with every such sign written out, as "\u001b": for a terminal, or where a text is kept. */
export function printable(text: string): string {
  return text.replaceAll(EACH, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
