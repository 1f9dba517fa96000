import { createHash } from 'node:crypto';
import type { Settings } from './settings.ts';

/** JSON with sorted keys and without undefined, so that equal settings give equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`);
  return `{${entries.join(',')}}`;
}

function sha256(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/** The feed as far as it decides prices: the content of recordings, not where they lie. */
function feedIdentity({ feed }: Settings): unknown {
  if (feed.kind === 'sim') return feed;
  const files = feed.files
    .map(({ root, zone, mapping, path, sha256: content }) => ({ root, zone, mapping, content: content ?? path }))
    .sort((a, b) => (a.root < b.root ? -1 : 1));
  const allowRefused = feed.allowRefused === true ? true : undefined;
  return { kind: feed.kind, round: feed.round, allowRefused, files };
}

/**
 * Hash of everything that decides the result of a run, and of nothing else: not of speed, ports, paths, addresses,
 * retention, nor of how many processes there are. Equal hash and equal input: equal journal.
 */
export function configHash(settings: Settings): string {
  return sha256({
    mode: settings.mode,
    feed: feedIdentity(settings),
    fromMs: settings.fromMs,
    untilMs: settings.untilMs,
    strategies: settings.strategies.map(({ port: _port, ...rest }) => rest),
    venue: settings.venue,
    risk: settings.risk,
  });
}

/**
 * What names a simulated account: another seed or number of days played in advance is another account, and the DEMO
 * preset, whose loss limit is wider, has one of its own; a changed risk limit or parameter goes on in the same one. A
 * replay's account belongs to its configuration.
 */
export function accountKey(settings: Settings): string {
  const { feed } = settings;
  if (feed.kind !== 'sim') return configHash(settings);
  const demo = settings.preset === 'demo' ? { preset: settings.preset } : {};
  return sha256({ mode: settings.mode, seed: feed.seed, historyDays: feed.historyDays, ...demo });
}
