import { MINUS, NOTHING } from './money.ts';

const formats = new Map<number | undefined, Intl.NumberFormat>();

/** More than any contract has. */
const MOST_DECIMALS = 8;

function formatOf(decimals: number | undefined): Intl.NumberFormat {
  let format = formats.get(decimals);
  if (format === undefined) {
    format = new Intl.NumberFormat('en-US', {
      minimumFractionDigits: decimals ?? 0,
      maximumFractionDigits: decimals ?? MOST_DECIMALS,
    });
    formats.set(decimals, format);
  }
  return format;
}

/** A price with its contract's decimals: "25,021.75", "1.1652"; as it was told where they are not known. */
export function price(value: number | null | undefined, decimals: number | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NOTHING;
  return formatOf(decimals).format(value).replace('-', MINUS);
}

/** "1,284": volumes and counts. */
export function count(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NOTHING;
  return formatOf(0).format(value);
}

/** "49 ticks", "1 tick", "– ticks". */
export function ticks(value: number | null): string {
  if (value === null) return `${NOTHING} ticks`;
  const whole = Math.round(value);
  return `${count(whole)} ${Math.abs(whole) === 1 ? 'tick' : 'ticks'}`;
}

/** "61.8": indicator readings. */
export function reading(value: number | null | undefined, decimals = 1): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NOTHING;
  return value.toFixed(decimals).replace('-', MINUS);
}
