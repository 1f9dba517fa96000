import type { Zone } from '../../../domain/zone.ts';
import { createZone } from '../../../domain/zone.ts';
import { HOUR_MS, MINUTE_MS } from '../../../domain/units.ts';

/** What the end of a stamp says of its zone: nothing, a distance from UTC, or a zone by name. */
export type StampZone = { readonly kind: 'none' } | { readonly kind: 'offset'; readonly offsetMs: number } | NamedZone;
export interface NamedZone {
  readonly kind: 'zone';
  readonly zone: Zone;
}

const NONE: StampZone = { kind: 'none' };
const UTC: StampZone = { kind: 'offset', offsetMs: 0 };

/** Letters that stand for a distance from UTC, hours. */
const OFFSETS: Readonly<Record<string, number>> = {
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
  CET: 1,
  CEST: 2,
};
/** Letters that stand for a clock with its summer time. */
const CLOCKS: Readonly<Record<string, string>> = {
  ET: 'America/New_York',
  CT: 'America/Chicago',
  MT: 'America/Denver',
  PT: 'America/Los_Angeles',
};

/** Reads ends of stamps; each kind of end is looked at once. */
export class StampZones {
  readonly #known = new Map<string, StampZone | undefined>();

  /** Undefined when the end is no zone that is known. */
  read(text: string): StampZone | undefined {
    if (text === '') return NONE;
    if (text === 'Z') return UTC;
    if (this.#known.has(text)) return this.#known.get(text);
    const read = readZone(text);
    if (this.#known.size < 1_000) this.#known.set(text, read);
    return read;
  }
}

/** The name of a zone that words like those at the end of a stamp mean: "UTC", "-06:00", "US/Central". */
export function zoneSaid(text: string): string | undefined {
  const zone = readZone(text.trim());
  if (zone === undefined || zone.kind === 'none') return undefined;
  if (zone.kind === 'zone') return zone.zone.name;
  const minutes = Math.abs(zone.offsetMs) / MINUTE_MS;
  const two = (value: number): string => String(value).padStart(2, '0');
  return minutes === 0
    ? 'UTC'
    : `${zone.offsetMs < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function readZone(text: string): StampZone | undefined {
  // Java writes both, -06:00[America/Chicago], JavaScript GMT-0600 (Central Standard Time): the distance is exact.
  const bare = text.replace(/\s*(?:\[[^\]]*\]|\([^)]*\))$/, '').trim();
  if (bare === '') return readZone(text.replace(/[[\]()]/g, ''));
  const distance = /^(?:UTC|GMT)?\s*([+-])(\d{1,2}):?(\d{2})?$/i.exec(bare);
  if (distance !== null) {
    const size = Number(distance[2]) * HOUR_MS + Number(distance[3] ?? 0) * MINUTE_MS;
    return size > 14 * HOUR_MS ? undefined : { kind: 'offset', offsetMs: distance[1] === '-' ? -size : size };
  }
  if (/^(?:Z|UTC|GMT)$/i.test(bare)) return UTC;
  const hours = OFFSETS[bare.toUpperCase()];
  if (hours !== undefined) return { kind: 'offset', offsetMs: hours * HOUR_MS };
  if (!/^[A-Za-z]/.test(bare)) return undefined;
  try {
    return { kind: 'zone', zone: createZone(CLOCKS[bare.toUpperCase()] ?? bare) };
  } catch {
    return undefined;
  }
}
