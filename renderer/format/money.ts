/** Dollars on screen. Amounts come from the wire in dollars rounded to cents; nothing is computed here but the text. */

/** U+2212: as wide as a plus sign, so that columns keep their place. */
export const MINUS = '\u2212';
export const NOTHING = '\u2013';

const cents = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

function isFiniteNumber(value: number | null | undefined): value is number {
  return value !== null && value !== undefined && Number.isFinite(value);
}

/** Rounded first, so that -0.004 is not shown as a minus before zero. */
function signOf(value: number, decimals: 0 | 2): -1 | 0 | 1 {
  const rounded = Number(value.toFixed(decimals));
  return rounded === 0 ? 0 : rounded < 0 ? -1 : 1;
}

/** "$1,412.30", "−$8.00". */
export function dollars(value: number | null | undefined): string {
  if (!isFiniteNumber(value)) return NOTHING;
  return `${signOf(value, 2) < 0 ? MINUS : ''}$${cents.format(Math.abs(value))}`;
}

/** "$1,412": for the largest figures, cents cut toward less room rather than rounded up. */
export function wholeDollars(value: number | null | undefined): string {
  if (!isFiniteNumber(value)) return NOTHING;
  const cut = Math.floor(value);
  return `${cut < 0 ? MINUS : ''}$${whole.format(Math.abs(cut))}`;
}

/** "+$212.40", "−$19.48", "$0.00": profit and loss always carry their sign. */
export function signedDollars(value: number | null | undefined): string {
  if (!isFiniteNumber(value)) return NOTHING;
  const sign = signOf(value, 2);
  return `${sign > 0 ? '+' : sign < 0 ? MINUS : ''}$${cents.format(Math.abs(value))}`;
}

/** "+$1,204": calendar cells, where cents would only be noise. */
export function signedWholeDollars(value: number | null | undefined): string {
  if (!isFiniteNumber(value)) return NOTHING;
  const sign = signOf(value, 0);
  return `${sign > 0 ? '+' : sign < 0 ? MINUS : ''}$${whole.format(Math.abs(value))}`;
}

/** The word for the color of a profit or loss: none for zero and for what is not known. */
export function tone(value: number | null | undefined): 'up' | 'down' | '' {
  if (!isFiniteNumber(value)) return '';
  const sign = signOf(value, 2);
  return sign > 0 ? 'up' : sign < 0 ? 'down' : '';
}

/** "+2.0", "−1.0": result in units of the initial risk. */
export function signedR(value: number | null | undefined): string {
  if (!isFiniteNumber(value)) return NOTHING;
  const rounded = Number(value.toFixed(1));
  return `${rounded > 0 ? '+' : rounded < 0 ? MINUS : ''}${Math.abs(rounded).toFixed(1)}`;
}
