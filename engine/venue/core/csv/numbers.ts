/** How a file writes numbers. */
export interface NumberStyle {
  /** For a person. */
  readonly words: string;
  readonly decimal: '.' | ',';
  /** The sign between thousands; `''`: none. */
  readonly group: '' | ',' | '.' | ' ' | "'";
}

/** The plainest first: it wins where the cells do not tell. */
export const NUMBER_STYLES: readonly NumberStyle[] = [
  { words: 'decimal point', decimal: '.', group: '' },
  { words: 'decimal point, thousands comma', decimal: '.', group: ',' },
  { words: 'decimal comma', decimal: ',', group: '' },
  { words: 'decimal comma, thousands point', decimal: ',', group: '.' },
  { words: 'decimal point, thousands space', decimal: '.', group: ' ' },
  { words: 'decimal comma, thousands space', decimal: ',', group: ' ' },
  { words: 'decimal point, thousands apostrophe', decimal: '.', group: "'" },
  { words: 'decimal comma, thousands apostrophe', decimal: ',', group: "'" },
];

/** Databento's "undefined price". */
const UNDEFINED_PRICE = '9223372036854775807';
const PLAIN = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;
const SPACES = /[\u00a0\u202f\u2009 ]/g;

export function isEmptyCell(cell: string): boolean {
  return cell === '' || /^(?:nan|null|none|n\/a|na|-+)$/i.test(cell) || cell === UNDEFINED_PRICE;
}

/** A function that reads numbers of a style; undefined for what is none. */
export function numberReader({ decimal, group }: NumberStyle): (cell: string) => number | undefined {
  const point = decimal === '.' ? String.raw`\.` : ',';
  const sign = group === '.' ? String.raw`\.` : group === "'" ? String.raw`['\u2019]` : group;
  const grouped =
    group === '' ? undefined : new RegExp(String.raw`^[-+]?[1-9]\d{0,2}(?:${sign}\d{3})+(?:${point}\d*)?$`);
  const all = group === '' ? undefined : new RegExp(sign, 'g');
  return (cell) => {
    let text = group === ' ' ? cell.replace(SPACES, ' ') : cell;
    if (/^[$€£]/.test(text)) text = text.slice(1).trim();
    if (grouped !== undefined && all !== undefined && grouped.test(text)) text = text.replace(all, '');
    else if (group !== '' && text.includes(group)) return undefined;
    if (decimal === ',') {
      if (text.includes('.')) return undefined;
      text = text.replace(',', '.');
    }
    if (!PLAIN.test(text)) return undefined;
    const value = Number(text);
    return Number.isFinite(value) ? value : undefined;
  };
}

/**
 * The style in which most cells are numbers; where several read as many, the one with most prices on the tick
 * ("24.112" of a contract of quarter points is twenty-four thousand), then the plainest.
 */
export function chooseStyle(
  prices: readonly string[],
  volumes: readonly string[],
  isOnTick: (price: number) => boolean,
  told: 'point' | 'comma' | undefined,
): NumberStyle {
  let best: { style: NumberStyle; read: number; fits: number } | undefined;
  for (const style of NUMBER_STYLES) {
    if (told !== undefined && (style.decimal === '.') !== (told === 'point')) continue;
    const readNumber = numberReader(style);
    let read = 0;
    let fits = 0;
    for (const cell of prices) {
      const price = readNumber(cell);
      if (price === undefined) continue;
      read += 1;
      if (isOnTick(price)) fits += 1;
    }
    for (const cell of volumes) {
      const volume = readNumber(cell);
      if (volume === undefined) continue;
      read += 1;
      if (Number.isInteger(volume)) fits += 1;
    }
    if (best === undefined || read > best.read || (read === best.read && fits > best.fits))
      best = { style, read, fits };
  }
  return best?.style ?? PLAIN_STYLE;
}

export const PLAIN_STYLE: NumberStyle = { words: 'decimal point', decimal: '.', group: '' };

/** A volume, also as "150.5K"; undefined for what is none. */
export function readVolume(cell: string, read: (cell: string) => number | undefined): number | undefined {
  const short = /^(.*\d)\s*([KMB])$/i.exec(cell);
  if (short === null) return read(cell);
  const value = read(short[1] ?? '');
  const factor = { K: 1e3, M: 1e6, B: 1e9 }[(short[2] ?? '').toUpperCase()] ?? 1;
  return value === undefined ? undefined : Math.round(value * factor);
}
