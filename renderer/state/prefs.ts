import type { Interval } from '../../engine/wire/index.ts';
import type { Zone } from '../format/time.ts';

/** What a person chose about the look and behavior of this browser's cockpit. Kept in localStorage; no secret in it. */
export interface Prefs {
  readonly theme: 'dark' | 'light' | 'system';
  readonly palette: 'standard' | 'blue-orange';
  readonly zone: Zone;
  readonly interval: Interval;
  readonly sounds: { readonly fills: boolean; readonly rejects: boolean; readonly alarms: boolean };
  readonly notifications: boolean;
  /** Action id to keys, where they differ from the defaults. */
  readonly keys: Readonly<Record<string, string>>;
  readonly firstRunSeen: boolean;
}

export const DEFAULT_PREFS: Prefs = {
  theme: 'dark',
  palette: 'standard',
  zone: 'chicago',
  interval: '1m',
  sounds: { fills: true, rejects: true, alarms: true },
  notifications: false,
  keys: {},
  firstRunSeen: false,
};

const INTERVAL_CHOICES: readonly Interval[] = ['1m', '5m', '15m', '1h'];

function pick<T extends string>(value: unknown, choices: readonly T[], otherwise: T): T {
  return choices.find((choice) => choice === value) ?? otherwise;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function flag(value: unknown, otherwise: boolean): boolean {
  return typeof value === 'boolean' ? value : otherwise;
}

/** What was stored, checked field by field: one that is not understood falls back alone, the others stay. */
export function readPrefs(stored: unknown): Prefs {
  const from = record(stored);
  const sounds = record(from['sounds']);
  const keys = Object.entries(record(from['keys'])).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return {
    theme: pick(from['theme'], ['dark', 'light', 'system'], DEFAULT_PREFS.theme),
    palette: pick(from['palette'], ['standard', 'blue-orange'], DEFAULT_PREFS.palette),
    zone: pick(from['zone'], ['chicago', 'local'], DEFAULT_PREFS.zone),
    interval: pick(from['interval'], INTERVAL_CHOICES, DEFAULT_PREFS.interval),
    sounds: {
      fills: flag(sounds['fills'], true),
      rejects: flag(sounds['rejects'], true),
      alarms: flag(sounds['alarms'], true),
    },
    notifications: flag(from['notifications'], false),
    keys: Object.fromEntries(keys),
    firstRunSeen: flag(from['firstRunSeen'], false),
  };
}
