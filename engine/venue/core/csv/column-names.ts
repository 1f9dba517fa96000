/** What a column can be. */
export type Field = 'time' | 'date' | 'open' | 'high' | 'low' | 'close' | 'volume' | 'instrument';

/** Names of columns as exporters write them (small letters, no signs around), the surest first. */
const NAMES: Readonly<Record<Field, readonly string[]>> = {
  time: [
    'timestamp',
    'datetime',
    'date/time',
    'date time',
    'ts event',
    'open time',
    'opentime',
    'window start',
    'time',
    'gmt time',
    'utc time',
    'local time',
    'unix',
    'unix timestamp',
    'epoch',
    'bar time',
    'zeit',
    'hora',
    'heure',
    'ora',
    'ts',
    't',
  ],
  date: ['date', 'day', 'datum', 'fecha', 'data', 'trade date', 'd'],
  open: ['open', 'open price', 'eröffnung', 'eroeffnung', 'apertura', 'ouverture', 'abertura', 'first', 'o'],
  high: ['high', 'high price', 'hoch', 'höchst', 'máximo', 'maximo', 'haut', 'max', 'h'],
  low: ['low', 'low price', 'tief', 'tiefst', 'mínimo', 'minimo', 'bas', 'min', 'l'],
  close: ['close', 'close price', 'last', 'schluss', 'schlusskurs', 'cierre', 'clôture', 'cloture', 'price', 'c'],
  volume: [
    'volume',
    'vol',
    'vol.',
    'total volume',
    'totalvolume',
    'real volume',
    'tick volume',
    'tickvolume',
    'tickvol',
    'volumen',
    'quantity',
    'v',
  ],
  instrument: ['symbol', 'ticker', 'instrument id', 'instrument', 'contract'],
};

/** As names are compared: "<TICKVOL>", "Tick_Volume", " Volume " have no signs and no capitals. */
export function plainName(name: string): string {
  return name
    .toLowerCase()
    .replace(/^[#<["'\s]+|[>\]"'\s]+$/g, '')
    .replace(/[_\s]+/g, ' ');
}

const withoutUnit = (name: string): string => name.replace(/\s*\([^)]*\)$/, '');

/** All columns that bear a name, exactly or but for a unit in brackets: "Open (USD)". */
export function columnsNamed(names: readonly string[], wanted: string): readonly number[] {
  const exact = indexesOf(names, (name) => name === wanted);
  return exact.length > 0 ? exact : indexesOf(names, (name) => withoutUnit(name) === wanted);
}

/** Columns by the names of a field, one list for each name that occurs, the surest name first. */
export function columnsOf(names: readonly string[], field: Field): readonly (readonly number[])[] {
  return NAMES[field].map((name) => columnsNamed(names, name)).filter((found) => found.length > 0);
}

function indexesOf(names: readonly string[], test: (name: string) => boolean): readonly number[] {
  return names.flatMap((name, i) => (test(name) ? [i] : []));
}
