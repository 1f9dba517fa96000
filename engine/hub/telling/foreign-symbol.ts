import { MONTH_CODES } from '../../domain/contract-month.ts';

/** How other programs write a contract or the front month of a root; the first group is the root. */
const CONTINUOUS: readonly RegExp[] = [
  /^([A-Z0-9]{1,5})=F$/, // Yahoo
  /^@([A-Z0-9]{1,5})(?:#)?$/, // TradeStation, MultiCharts
  /^\/([A-Z0-9]{1,5})$/, // thinkorswim
  /^([A-Z0-9]{1,5})\.[CNV]\.0$/, // Databento
  /^([A-Z0-9]{1,5})[12]!$/, // TradingView
  /^([A-Z0-9]{1,5}) (?:##-##|CONT)$/, // NinjaTrader
  /^([A-Z0-9]{1,5})$/,
];
const DATED: readonly RegExp[] = [
  /^\/?([A-Z0-9]{1,5}?)([FGHJKMNQUVXZ])(\d{1,2}|20\d\d)$/, // MNQZ6, MNQZ26, MNQZ2026
  /^(?:CON\.)?F\.US\.([A-Z0-9]{1,5})\.([FGHJKMNQUVXZ])(\d{2})$/, // ProjectX
  /^([A-Z0-9]{1,5}?)\.?([FGHJKMNQUVXZ])(\d{1,2})[-.]?(?:CME|CBOT|COMEX|NYMEX|CBT|CMX|NYM)$/, // Sierra Chart, Yahoo
];
/** NinjaTrader: month and year in figures. */
const FIGURES = /^([A-Z0-9]{1,5}) (\d{2})-(\d{2})$/;

/**
 * What a name that another program uses is called here: a root ("MNQ=F", "@MNQ": MNQ) or a contract ("MNQ 12-26",
 * "CON.F.US.MNQ.Z26", "MNQZ26": MNQZ6). Undefined: not written like a future. Whether it is traded here is not asked.
 */
export function ownNameOf(foreign: string): string | undefined {
  const name = foreign
    .trim()
    .toUpperCase()
    .replace(/^[A-Z_]{2,12}:/, ''); // the exchange before it, as TradingView has it
  const figures = FIGURES.exec(name);
  if (figures !== null) {
    const [, root = '', month = '', year = ''] = figures;
    const code = MONTH_CODES[Number(month) - 1];
    return code === undefined ? undefined : `${root}${code}${year.slice(-1)}`;
  }
  for (const pattern of DATED) {
    const [, root, code = '', year = ''] = pattern.exec(name) ?? [];
    if (root !== undefined) return `${root}${code}${year.slice(-1)}`;
  }
  for (const pattern of CONTINUOUS) {
    const [, root] = pattern.exec(name) ?? [];
    if (root !== undefined) return root;
  }
  return undefined;
}
