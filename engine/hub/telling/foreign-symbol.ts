import { MONTH_CODES } from '../../domain/contract-month.ts';

/** How other programs write a contract or the front month of a root; the first group is the root. */
const CONTINUOUS: readonly RegExp[] = [
  /^([A-Z0-9]{1,5})=F$/, // Yahoo
  /^@([A-Z0-9]{1,5})(?:#)?$/, // TradeStation, MultiCharts
  /^\/([A-Z0-9]{1,5})$/, // thinkorswim
  /^([A-Z0-9]{1,5})\.[CNV]\.0$/, // Databento
  /^([A-Z0-9]{1,5})1!$/, // TradingView; 2! is the month after
  /^([A-Z0-9]{1,5}) (?:##-##|CONT)$/, // NinjaTrader
  /^([A-Z0-9]{1,5})$/,
];
const DATED: readonly RegExp[] = [
  /^[/@]?([A-Z0-9]{1,5}?)([FGHJKMNQUVXZ])(\d{1,2}|20\d\d)$/, // MNQZ6, MNQZ26, MNQZ2026
  /^(?:CON\.)?F\.US\.([A-Z0-9]{1,5})\.([FGHJKMNQUVXZ])(\d{2})$/, // ProjectX
  /^([A-Z0-9]{1,5}?)\.?([FGHJKMNQUVXZ])(\d{1,2})[-.]?(?:CME|CBOT|COMEX|NYMEX|CBT|CMX|NYM)$/, // Sierra Chart, Yahoo
];
/** Month and year in figures: NinjaTrader has the month first, Interactive Brokers the year. */
const FIGURES = /^([A-Z0-9]{1,5}) (?<month>\d{2})-(?<year>\d{2})$/;
const YEAR_FIRST = /^([A-Z0-9]{1,5})[ -](?<year>20\d\d)(?<month>\d{2})(?:\d{2})?(?:-[A-Z]{3,7})?$/;
/** And the month by its name. */
const NAMED = /^([A-Z0-9]{1,5}) (?<month>JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[ '-]?(?<year>\d{2}|20\d\d)$/;
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/**
 * What a name that another program uses is called here: a root ("MNQ=F", "@MNQ": MNQ) or a contract ("MNQ 12-26",
 * "CON.F.US.MNQ.Z26", "MNQZ26": MNQZ6). Undefined: not written like a future, or of a year whose contracts are not called
 * so now. Whether it is traded here is not asked.
 * @param year the market's, which a contract's one figure is meant from
 */
export function ownNameOf(foreign: string, year: number): string | undefined {
  const name = foreign
    .trim()
    .toUpperCase()
    .replace(/^[A-Z_]{2,12}:/, ''); // the exchange before it, as TradingView has it
  for (const pattern of [FIGURES, YEAR_FIRST, NAMED]) {
    const found = pattern.exec(name);
    if (found === null) continue;
    const month = found.groups?.['month'] ?? '';
    const code = MONTH_CODES[(MONTHS.includes(month) ? MONTHS.indexOf(month) + 1 : Number(month)) - 1];
    return code === undefined ? undefined : contractIn(year, found[1] ?? '', code, found.groups?.['year'] ?? '');
  }
  for (const pattern of DATED) {
    const [, root, code = '', written = ''] = pattern.exec(name) ?? [];
    if (root !== undefined) return contractIn(year, root, code, written);
  }
  for (const pattern of CONTINUOUS) {
    const [, root] = pattern.exec(name) ?? [];
    if (root !== undefined) return root;
  }
  return undefined;
}

/** Contracts are named by one figure of their year: it is the year from last year on that ends so. */
function contractIn(now: number, root: string, code: string, written: string): string | undefined {
  const figure = Number(written.slice(-1));
  const year = now - 1 + ((((figure - (now - 1)) % 10) + 10) % 10);
  return String(year).endsWith(written) ? `${root}${code}${figure}` : undefined;
}
