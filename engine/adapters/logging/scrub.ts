/** Keeps secrets out of logs: by the name of a field, by the shape of a text, and by the value where it is known. */

/** Names of fields whose values are never logged, compared without case, "-" and "_". */
const SECRET_FIELD =
  /^(?:.*token|.*secret|.*password|.*passphrase|authorization|cookie|setcookie|jwt|totp|apikey|privatekey|credential|credentials)$/;
/** Such names that hold no secret themselves. */
const HARMLESS_FIELD = /^(?:tokenfile|secretfile)$/;

const HIDDEN = '[hidden]';

/** Shapes of secrets inside a text, with what replaces them. */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, `$1 ${HIDDEN}`],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, HIDDEN],
  [/([a-z][a-z0-9+.-]*:\/\/)[^/\s:@]*:[^/\s@]+@/gi, `$1${HIDDEN}@`],
  [/([?&#](?:token|t|code|secret|password|key)=)[^&\s#"']+/gi, `$1${HIDDEN}`],
];

const LEAST_SECRET_LENGTH = 8;
const DEEPEST = 6;

export class Scrubber {
  private readonly known: string[] = [];

  /** A value that must not appear in any line from now on. Short ones would blank ordinary words and are passed over. */
  add(secret: string | undefined): void {
    if (secret !== undefined && secret.length >= LEAST_SECRET_LENGTH) this.known.push(secret);
  }

  text(text: string): string {
    let clean = text;
    for (const secret of this.known) clean = clean.replaceAll(secret, HIDDEN);
    for (const [shape, replacement] of SHAPES) clean = clean.replace(shape, replacement);
    return clean;
  }

  /** A copy of the fields that may be logged. Errors become their message and stack. */
  fields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
    return this.object(fields, 0);
  }

  private object(fields: Readonly<Record<string, unknown>>, depth: number): Record<string, unknown> {
    const clean: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(fields)) {
      const plain = name.toLowerCase().replace(/[-_]/g, '');
      const secret = SECRET_FIELD.test(plain) && !HARMLESS_FIELD.test(plain) && value !== undefined && value !== null;
      clean[name] = secret ? HIDDEN : this.value(value, depth + 1);
    }
    return clean;
  }

  private value(value: unknown, depth: number): unknown {
    if (typeof value === 'string') return this.text(value);
    if (typeof value === 'bigint') return String(value);
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof Error) return this.text(value.stack ?? value.message);
    if (depth > DEEPEST) return '[deep]';
    if (Array.isArray(value)) return value.map((item) => this.value(item, depth + 1));
    return this.object(value as Record<string, unknown>, depth);
  }
}
