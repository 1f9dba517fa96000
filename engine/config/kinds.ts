import { isIP } from 'node:net';
import { parseDay } from '../domain/civil-day.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, type TimeMs } from '../domain/units.ts';

/** What became of a given value: read, or what was expected instead. */
export type Reading<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly expected: string; readonly hint?: string };

/** How one kind of option is read: from text (flags, environment) and from JSON (the configuration file). */
export interface Kind<T> {
  /** The argument as the help shows it: "N", "FILE", "sim|replay"; empty for a switch. */
  readonly argument: string;
  /** Range in words, for the help and for faults. */
  readonly expects: string;
  fromText(text: string): Reading<T>;
  fromJson(value: unknown): Reading<T>;
}

export function read<T>(value: T): Reading<T> {
  return { ok: true, value };
}

/** @param hint what a person might do about it, told after what was found */
export function unreadable<T>(expected: string, hint?: string): Reading<T> {
  return hint === undefined ? { ok: false, expected } : { ok: false, expected, hint };
}

/** A kind whose JSON is a string or number in the same notation as on the command line. */
function textual<T>(argument: string, expects: string, parse: (text: string) => T | undefined): Kind<T> {
  const fromText = (text: string): Reading<T> => {
    const value = parse(text.trim());
    return value === undefined ? unreadable(expects) : read(value);
  };
  return {
    argument,
    expects,
    fromText,
    fromJson: (value) => (typeof value === 'string' ? fromText(value) : unreadable(expects)),
  };
}

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

function ranged(
  min: number,
  max: number,
  whole: boolean,
): { readonly expects: string; readonly fits: (value: unknown) => value is number } {
  return {
    expects: `a ${whole ? 'whole number' : 'number'} from ${min} to ${max}`,
    fits: (value): value is number =>
      typeof value === 'number' && value >= min && value <= max && (!whole || Number.isInteger(value)),
  };
}

function numeric(min: number, max: number, whole: boolean, inWords?: string): Kind<number> {
  const { expects: range, fits } = ranged(min, max, whole);
  const expects = inWords ?? range;
  const check = (value: unknown): Reading<number> => (fits(value) ? read(value) : unreadable(expects));
  return {
    argument: 'N',
    expects,
    fromText: (text) => check(DECIMAL.test(text.trim()) ? Number(text) : undefined),
    fromJson: check,
  };
}

export const wholeNumber = (min: number, max: number): Kind<number> => numeric(min, max, true);

/** A TCP port; 0 = any free one. */
export const port: Kind<number> = numeric(0, 65_535, true, 'a port from 0 (any free one) to 65535');

/** A number, or one of some words ("max", "off"), each with what it stands for. */
export function numberOr<W>(min: number, max: number, words: Readonly<Record<string, W>>): Kind<number | W> {
  const plain = numeric(min, max, false);
  const names = Object.keys(words);
  const expects = `${plain.expects} or ${names.join(' or ')}`;
  const word = (text: unknown): Reading<number | W> | undefined =>
    typeof text === 'string' && Object.hasOwn(words, text) ? read(words[text] as W) : undefined;
  const otherwise = (reading: Reading<number>): Reading<number | W> => (reading.ok ? reading : unreadable(expects));
  return {
    argument: ['N', ...names].join('|'),
    expects,
    fromText: (text) => word(text.trim().toLowerCase()) ?? otherwise(plain.fromText(text)),
    fromJson: (value) => word(value) ?? otherwise(plain.fromJson(value)),
  };
}

/** Dollars with at most two decimals, kept as integer cents. Null for the word "off" (or JSON null) where allowed. */
export function dollars(minCents: number, maxCents: number): Kind<number> {
  const expects = `dollars from ${minCents / 100} to ${maxCents / 100}, at most two decimals`;
  const check = (value: number): Reading<number> => {
    const cents = Math.round(value * 100);
    const exact = Math.abs(value * 100 - cents) < 1e-6;
    return exact && cents >= minCents && cents <= maxCents ? read(cents) : unreadable(expects);
  };
  return {
    argument: 'DOLLARS',
    expects,
    fromText: (text) => (DECIMAL.test(text.trim()) ? check(Number(text)) : unreadable(expects)),
    fromJson: (value) => (typeof value === 'number' ? check(value) : unreadable(expects)),
  };
}

export function orOff<T>(kind: Kind<T>): Kind<T | null> {
  const expects = `${kind.expects}, or off`;
  const wider = (reading: Reading<T>): Reading<T | null> => (reading.ok ? reading : unreadable(expects));
  return {
    argument: `${kind.argument}|off`,
    expects,
    fromText: (text) => (text.trim() === 'off' ? read(null) : wider(kind.fromText(text))),
    fromJson: (value) => (value === null || value === 'off' ? read(null) : wider(kind.fromJson(value))),
  };
}

export function choice<const C extends string>(...choices: readonly C[]): Kind<C> {
  return textual(choices.join('|'), `one of ${choices.join(', ')}`, (text) => choices.find((one) => one === text));
}

/** A switch: the flag alone means true. */
export const toggle: Kind<boolean> = {
  argument: '',
  expects: 'true or false',
  fromText: (text) => (text === 'true' || text === 'false' ? read(text === 'true') : unreadable('true or false')),
  fromJson: (value) => (typeof value === 'boolean' ? read(value) : unreadable('true or false')),
};

export function words(argument: string, expects: string, fits: (text: string) => boolean = () => true): Kind<string> {
  return textual(argument, expects, (text) => (text !== '' && fits(text) ? text : undefined));
}

/** "127.0.0.1", "::1", "0.0.0.0" or "localhost" (which is 127.0.0.1). */
export const address: Kind<string> = textual(
  'ADDRESS',
  'an IP address of this machine, 0.0.0.0, :: or localhost',
  (text) => {
    if (text === 'localhost') return '127.0.0.1';
    const bare = text.replace(/^\[(.*)\]$/, '$1');
    return isIP(bare) === 0 ? undefined : bare;
  },
);

const STAMP = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;

function stampMs(text: string): TimeMs | undefined {
  const match = STAMP.exec(text);
  const day = match === null ? undefined : parseDay(match[1] ?? '');
  if (match === null || day === undefined) return undefined;
  const [hours, minutes, seconds] = [match[2], match[3], match[4]].map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
  ];
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const zone = /^([+-])(\d{2}):?(\d{2})$/.exec(match[6] ?? '');
  const offset =
    zone === null ? 0 : (zone[1] === '-' ? -1 : 1) * (Number(zone[2]) * HOUR_MS + Number(zone[3]) * MINUTE_MS);
  const clock = hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS + Number((match[5] ?? '').padEnd(3, '0'));
  return day * DAY_MS + clock - offset;
}

/** A moment of market time. A date alone is its midnight, a stamp without a zone is read as UTC. */
export const moment: Kind<TimeMs> = textual(
  'TIME',
  'a time such as 2023-11-20T14:30:00Z, 2023-11-20T08:30-06:00 or 2023-11-20 (UTC)',
  stampMs,
);
