/** Tables of bars in the shapes in which exporters write them, made from bars. */
import fc from 'fast-check';
import type { Bar } from '../../../engine/domain/bar.ts';
import type { ColumnMapping } from '../../../engine/config/settings.ts';
import { specOf } from '../../../engine/domain/catalog.ts';
import { toPrice } from '../../../engine/domain/contract.ts';
import { createZone, type Zone } from '../../../engine/domain/zone.ts';

const spec = specOf('MNQ');

/** How a table is written; what a reader must be told is in `told`. */
export interface Shape {
  readonly delimiter: ',' | ';' | '\t' | '|';
  readonly ending: '\n' | '\r\n';
  readonly stamp: Stamp;
  /** A zone for clocks that name none, or name it. */
  readonly zone: 'UTC' | 'America/Chicago' | 'America/New_York' | 'Europe/Berlin';
  readonly twelve: boolean;
  readonly numbers: { readonly decimal: '.' | ','; readonly group: '' | ',' | '.' | ' ' | "'" };
  readonly head: 'none' | 'names' | 'title' | 'sep';
  readonly newestFirst: boolean;
  readonly at: 'open' | 'close';
}

type Stamp =
  | 's'
  | 'ms'
  | 'us'
  | 'ns'
  | 'float'
  | 'iso'
  | 'offset'
  | 'ymd'
  | 'ymd loose'
  | 'compact'
  | 'compact long'
  | 'mdy'
  | 'dmy'
  | 'named'
  | 'zoned'
  | 'columns';

export const anyShape: fc.Arbitrary<Shape> = fc
  .record({
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    ending: fc.constantFrom('\n', '\r\n'),
    stamp: fc.constantFrom(
      's',
      'ms',
      'us',
      'ns',
      'float',
      'iso',
      'offset',
      'ymd',
      'ymd loose',
      'compact',
      'compact long',
      'mdy',
      'dmy',
      'named',
      'zoned',
      'columns',
    ),
    zone: fc.constantFrom('UTC', 'America/Chicago', 'America/New_York', 'Europe/Berlin'),
    twelve: fc.boolean(),
    numbers: fc.constantFrom(
      { decimal: '.', group: '' },
      { decimal: '.', group: ',' },
      { decimal: ',', group: '' },
      { decimal: ',', group: '.' },
      { decimal: '.', group: "'" },
      { decimal: ',', group: ' ' },
    ),
    head: fc.constantFrom('none', 'names', 'title', 'sep'),
    newestFirst: fc.boolean(),
    at: fc.constantFrom('open', 'close'),
  })
  // Literals of the lists above.
  .map((shape) => shape as Shape);

const zones = new Map<string, Zone>();
function zoneOf(name: string): Zone {
  const zone = zones.get(name) ?? createZone(name);
  zones.set(name, zone);
  return zone;
}

const two = (value: number): string => String(value).padStart(2, '0');

function clockText(wall: Date, twelve: boolean): string {
  const hour = wall.getUTCHours();
  if (!twelve) return `${two(hour)}:${two(wall.getUTCMinutes())}:00`;
  return `${hour % 12 === 0 ? 12 : hour % 12}:${two(wall.getUTCMinutes())}:00 ${hour < 12 ? 'AM' : 'PM'}`;
}

function offsetText(offsetMs: number): string {
  const minutes = Math.abs(offsetMs) / 60_000;
  return `${offsetMs < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function stampText(timeMs: number, { stamp, zone: name, twelve }: Shape, delimiter: string): string {
  const zone = zoneOf(name);
  const wall = new Date(timeMs + zone.offsetMs(timeMs));
  const [y, m, d] = [wall.getUTCFullYear(), wall.getUTCMonth() + 1, wall.getUTCDate()];
  const date = `${y}-${two(m)}-${two(d)}`;
  const compact = date.replaceAll('-', '');
  const clock = clockText(wall, twelve);
  const digits = clockText(wall, false).replaceAll(':', '');
  switch (stamp) {
    case 's':
      return String(timeMs / 1_000);
    case 'float':
      return `${timeMs / 1_000}.0`;
    case 'ms':
      return String(timeMs);
    case 'us':
      return `${timeMs}000`;
    case 'ns':
      return `${timeMs}000000`;
    case 'iso':
      return new Date(timeMs).toISOString();
    case 'offset':
      return `${date}T${clockText(wall, false)}${offsetText(zone.offsetMs(timeMs))}`;
    case 'ymd':
      return `${date} ${clock}`;
    case 'ymd loose':
      return `${y}/${m}/${d} ${clock}`;
    case 'compact':
      return `${compact} ${digits}`;
    case 'compact long':
      return `${compact}${digits.slice(0, 4)}`;
    case 'mdy':
      return `${m}/${d}/${y} ${clock}`;
    case 'dmy':
      return `${two(d)}.${two(m)}.${y} ${clock}`;
    case 'named':
      return `${d}-${wall.toLocaleString('en-US', { month: 'short', timeZone: 'UTC' })}-${y} ${clock}`;
    case 'zoned':
      return `${compact} ${clockText(wall, false)} ${name}`;
    case 'columns':
      return `${date}${delimiter}${Number(digits)}`;
  }
}

function numberText(value: number, { numbers: { decimal, group } }: Shape): string {
  const [whole = '', fraction] = String(value).split('.');
  const grouped = group === '' ? whole : whole.replaceAll(/\B(?=(?:\d{3})+$)/g, group);
  return fraction === undefined ? grouped : `${grouped}${decimal}${fraction}`;
}

/** The text, and what a person must say to have it read. */
export function writeTable(
  bars: readonly Bar[],
  closeMs: (bar: Bar) => number,
  shape: Shape,
): { readonly text: string; readonly zone?: string; readonly mapping: ColumnMapping } {
  const { delimiter, ending, stamp, zone, head, newestFirst, at } = shape;
  const cell = (text: string): string => (text.includes(delimiter) ? `"${text}"` : text);
  const lines = bars.map((bar) =>
    [
      stampText(at === 'open' ? bar.timeMs : closeMs(bar), shape, delimiter),
      ...[bar.open, bar.high, bar.low, bar.close].map((ticks) => cell(numberText(toPrice(spec, ticks), shape))),
      cell(numberText(bar.volume, shape)),
    ].join(delimiter),
  );
  if (newestFirst) lines.reverse();
  const times = stamp === 'columns' ? ['Date', 'Time'] : ['Time'];
  const names = [...times, 'Open', 'High', 'Low', 'Close', 'Volume'].join(delimiter);
  const before = {
    none: [],
    names: [names],
    title: ['MNQ 12-26, made by hand', '', names],
    sep: [`sep=${delimiter}`, names],
  };
  const saysZone = ['s', 'ms', 'us', 'ns', 'float', 'iso', 'offset', 'zoned'].includes(stamp);
  return {
    text: [...before[head], ...lines, ''].join(ending),
    ...(saysZone ? {} : { zone }),
    mapping: { stamp: at, ...(stamp === 'mdy' || stamp === 'dmy' ? { dateOrder: stamp } : {}) },
  };
}
