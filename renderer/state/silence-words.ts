import type { SourceAge } from '../../engine/wire/index.ts';

type Kind = SourceAge['kind'];

const NAMES: Readonly<Record<Kind, string>> = {
  hub: 'The hub',
  desk: 'The desk',
  venue: 'The venue',
  file: 'The journal',
  engine: 'The engine',
  feed: 'The feed',
};

const MEANINGS: Readonly<Record<Kind, string>> = {
  hub: 'Nothing here is of now. Protective orders rest at the venue.',
  desk: 'Nothing here is of now. Protective orders rest at the venue; no new orders until it is back.',
  venue: 'Prices, positions and P&L are not of now. Protective orders rest there; no new orders until it is back.',
  file: 'It cannot be written: market time stands, entries stop, exits and flattens go on.',
  engine: 'Market time waits for it. Orders rest at the venue; flatten works.',
  feed: 'The price and the open P&L are not of now; entries stop.',
};

export interface SilenceWords {
  /** "The venue has been silent for", "The feeds of MNQ, MGC have been silent for": an age follows. */
  readonly title: string;
  readonly meaning: string;
}

/** What a person should know about sources that are silent by their own fault; the first one's kind leads. */
export function silenceWords(silent: readonly SourceAge[]): SilenceWords {
  const kind = silent[0]?.kind ?? 'hub';
  const own = silent.filter((age) => age.kind === kind).map(({ name }) => name);
  const others = [...new Set(silent.map((age) => age.kind))].filter((other) => other !== kind);
  const named = kind === 'engine' || kind === 'feed' ? ` of ${own.join(', ')}` : '';
  const many = own.length > 1;
  const also = others.map((other) => NAMES[other].replace('The', 'the'));
  const subject = [`${NAMES[kind]}${many ? 's' : ''}${named}`, ...also].join(' and ');
  return { title: `${subject} ${many || also.length > 0 ? 'have' : 'has'} been silent for`, meaning: MEANINGS[kind] };
}
