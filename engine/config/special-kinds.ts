import { STRATEGIES } from '../domain/book.ts';
import { createZone } from '../domain/zone.ts';
import { knownKey } from './keyed.ts';
import { choice, read, unreadable, type Kind, type Reading } from './kinds.ts';
import { nearest } from './nearest.ts';
import type { LogLevel, ColumnMapping } from './settings.ts';

const STRATEGY_IDS = STRATEGIES.map((strategy) => strategy.id);

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function strategyIds(given: readonly string[]): Reading<readonly string[]> {
  const found: string[] = [];
  for (const one of given) {
    const id = knownKey(one, STRATEGY_IDS, 'ids of strategies');
    if (!id.ok) return unreadable(id.expected, id.hint);
    if (found.includes(id.value)) return unreadable(`each strategy once, found ${id.value} again`);
    found.push(id.value);
  }
  if (found.length === 0) return unreadable(`ids of strategies (${STRATEGY_IDS.join(', ')})`);
  return read(STRATEGY_IDS.filter((id) => found.includes(id)));
}

/** "MNQ,MES": ids of strategies, in the order of their numbers. */
export const strategyList: Kind<readonly string[]> = {
  argument: 'A,B',
  expects: `ids of strategies (${STRATEGY_IDS.join(', ')})`,
  fromText: (text) => strategyIds(text.split(',').filter((part) => part.trim() !== '')),
  fromJson: (value) => {
    if (typeof value === 'string') return strategyList.fromText(value);
    const names = Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined;
    return names === undefined ? unreadable(strategyList.expects) : strategyIds(names);
  },
};

/** A recording as it is given: path as written, and the zone of stamps that have none. */
export interface ReplayGiven {
  readonly path: string;
  readonly zone?: string;
  readonly mapping?: ColumnMapping;
}

/** What a person can say of how a file is written, each with what it may be. */
export const FILE_WORDS = {
  dateOrder: ['mdy', 'dmy', 'ymd'],
  decimal: ['point', 'comma'],
  stamp: ['open', 'close'],
} as const;
const REPLAY_KEYS = [
  'path',
  'zone',
  'columns',
  'dateOrder',
  'decimal',
  'stamp',
  'instrument',
  'entry',
  'priceScale',
] as const;
export const MAPPED_COLUMNS = ['time', 'date', 'open', 'high', 'low', 'close', 'volume'] as const;

function readZone(zone: unknown): Reading<string> {
  const expected = 'a zone such as America/New_York';
  if (typeof zone !== 'string') return unreadable(expected);
  try {
    createZone(zone);
    return read(zone);
  } catch {
    return unreadable(expected, `did you mean ${nearest(zone, Intl.supportedValuesOf('timeZone'))}?`);
  }
}

export const replayFile: Kind<ReplayGiven> = {
  argument: 'FILE',
  expects: `a file, @NAME of an import, or {${REPLAY_KEYS.map((key) => `"${key}"`).join(', ')}}`,
  fromText: (text) => (text.trim() === '' ? unreadable('a file') : read({ path: text.trim() })),
  fromJson: (value) => {
    if (typeof value === 'string') return replayFile.fromText(value);
    if (!isRecord(value) || typeof value['path'] !== 'string' || value['path'] === '')
      return unreadable(replayFile.expects);
    const extra = unknownKey(value, REPLAY_KEYS);
    if (extra !== undefined) return unreadable(replayFile.expects, extra);
    const zone = value['zone'] === undefined ? undefined : readZone(value['zone']);
    if (zone?.ok === false) return zone;
    const mapping = readMapping(value);
    if (!mapping.ok) return mapping;
    return read({
      path: value['path'],
      ...(zone === undefined ? {} : { zone: zone.value }),
      ...(Object.keys(mapping.value).length === 0 ? {} : { mapping: mapping.value }),
    });
  },
};

function unknownKey(value: Readonly<Record<string, unknown>>, known: readonly string[]): string | undefined {
  const extra = Object.keys(value).find((key) => !known.includes(key));
  return extra === undefined ? undefined : `"${extra}" is unknown, did you mean "${nearest(extra, known)}"?`;
}

function readMapping(value: Readonly<Record<string, unknown>>): Reading<ColumnMapping> {
  const { columns = {}, dateOrder, decimal, stamp, instrument, entry, priceScale } = value;
  const expected = `"columns" with ${MAPPED_COLUMNS.join(', ')}, each the name or number of a column`;
  if (!isRecord(columns)) return unreadable(expected);
  const extra = unknownKey(columns, MAPPED_COLUMNS);
  if (extra !== undefined) return unreadable(expected, extra);
  const fits = (column: unknown): boolean =>
    typeof column === 'string' ? column !== '' : Number.isInteger(column) && (column as number) >= 0;
  if (!Object.values(columns).every(fits)) return unreadable(expected);
  for (const [key, allowed] of Object.entries(FILE_WORDS)) {
    const word = value[key];
    if (word !== undefined && !allowed.some((one) => one === word))
      return unreadable(`"${key}" to be ${allowed.join(' or ')}`);
  }
  if (instrument !== undefined && (typeof instrument !== 'string' || instrument === ''))
    return unreadable('"instrument" to be a name as it stands in the file');
  if (entry !== undefined && (typeof entry !== 'string' || entry === ''))
    return unreadable('"entry" to be the name of a file in the archive');
  if (priceScale !== undefined && !(typeof priceScale === 'number' && priceScale > 0 && Number.isFinite(priceScale)))
    return unreadable('"priceScale" to be a number above 0');
  return read({
    // Every key and value was looked at above.
    ...(columns as ColumnMapping),
    // The same.
    ...(defined({ dateOrder, decimal, stamp, instrument, entry, priceScale }) as ColumnMapping),
  });
}

/** Without the keys that have no value. */
export function defined(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined));
}

/** Checked by the strategy's own declaration, which configuration does not know. */
export const strategyParameters: Kind<Readonly<Record<string, unknown>>> = {
  argument: '{…}',
  expects: 'an object of parameters',
  fromText: () => unreadable('an object of parameters'),
  fromJson: (value) => (isRecord(value) ? read(value) : unreadable('an object of parameters')),
};

function originOf(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.origin : undefined;
}

const ORIGINS = 'origins such as https://desk.example.org, separated by commas';
const NO_STAR =
  "with * any web page that you visit could read your account; this installation's own pages need no entry";

function origins(given: readonly string[]): Reading<readonly string[]> {
  const found: string[] = [];
  for (const one of given) {
    if (one.includes('*')) return unreadable(ORIGINS, NO_STAR);
    const origin = originOf(one);
    if (origin === undefined) return unreadable(ORIGINS);
    if (!found.includes(origin)) found.push(origin);
  }
  return read(found);
}

export const corsOrigins: Kind<readonly string[]> = {
  argument: 'ORIGIN,ORIGIN',
  expects: ORIGINS,
  fromText: (text) =>
    origins(
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    ),
  fromJson: (value) => {
    if (typeof value === 'string') return corsOrigins.fromText(value);
    const names = Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined;
    return names === undefined ? unreadable(ORIGINS) : origins(names);
  },
};

const HOST_NAMES = 'names such as desk.example.org or desk.example.org:443, separated by commas';
const HOST_NAME =
  /^(?=.{1,253}(?::|$))[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*(?::(\d{1,5}))?$/;

/** Names that an address may carry, in lower case; with a port where it is not one of this installation's. */
export const hostNames: Kind<readonly string[]> = {
  argument: 'NAME,NAME',
  expects: HOST_NAMES,
  fromText: (text) => {
    const names = text
      .split(',')
      .map((part) => part.trim().toLowerCase())
      .filter((part) => part !== '');
    const isWrong = names.some((name) => !HOST_NAME.test(name) || Number(HOST_NAME.exec(name)?.[1] ?? 1) > 65_535);
    return isWrong ? unreadable(HOST_NAMES) : read([...new Set(names)]);
  },
  fromJson: (value) => {
    if (typeof value === 'string') return hostNames.fromText(value);
    const isList = Array.isArray(value) && value.every((one) => typeof one === 'string');
    return isList ? hostNames.fromText(value.join(',')) : unreadable(HOST_NAMES);
  },
};

/** An address in the web; what counts is its origin. */
export const webOrigin: Kind<string> = {
  argument: 'URL',
  expects: 'an address such as https://desk.example.org',
  fromText: (text) => {
    const origin = originOf(text.trim());
    return origin === undefined ? unreadable(webOrigin.expects) : read(origin);
  },
  fromJson: (value) => (typeof value === 'string' ? webOrigin.fromText(value) : unreadable(webOrigin.expects)),
};

const LEAST_KEY_LENGTH = 32;
const LEAST_KEY_VARIETY = 10;
const LEAVE_OUT = 'without JWT_SECRET one is made at the first start';
/** What stands in documents and examples is known to everyone. */
const KNOWN_KEY =
  /your[-_ ]|change[-_ ]?(?:me|this|in)|secret[-_ ]?key|super[-_ ]?secret|super[-_ ]?secure|example|default|jwt[-_ ]?secret/i;

export const signingKey: Kind<string> = {
  argument: 'SECRET',
  expects: `a random secret of ${LEAST_KEY_LENGTH} characters or more`,
  fromText: (text) => {
    const key = text.trim();
    if (KNOWN_KEY.test(key)) {
      return unreadable(signingKey.expects, `this one stands in documents; ${LEAVE_OUT}`);
    }
    if (key.length < LEAST_KEY_LENGTH || new Set(key).size < LEAST_KEY_VARIETY) {
      return unreadable(signingKey.expects, LEAVE_OUT);
    }
    return read(key);
  },
  fromJson: () => unreadable('it in the environment'),
};

export const redisUrl: Kind<string> = {
  argument: 'URL',
  expects: 'an address that begins with redis:// or rediss://',
  fromText: (text) => {
    const url = text.trim();
    const fits = /^rediss?:\/\//i.test(url) && URL.canParse(url) && new URL(url).hostname !== '';
    return fits ? read(url) : unreadable(redisUrl.expects);
  },
  fromJson: () => unreadable('it in the environment'),
};

const levels = choice<LogLevel>('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent');
/** Names that other logging libraries have for the same. */
const OTHER_LEVELS: Readonly<Record<string, LogLevel>> = {
  critical: 'fatal',
  warning: 'warn',
  http: 'info',
  notice: 'info',
  verbose: 'debug',
  silly: 'trace',
};

export const logLevel: Kind<LogLevel> = {
  argument: levels.argument,
  expects: levels.expects,
  fromText: (text) => {
    const name = text.trim().toLowerCase();
    return levels.fromText(OTHER_LEVELS[name] ?? name);
  },
  fromJson: (value) => (typeof value === 'string' ? logLevel.fromText(value) : unreadable(levels.expects)),
};
