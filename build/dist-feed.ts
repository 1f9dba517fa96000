/** The file that electron-updater asks a feed for. */
import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { join } from 'node:path';

export interface FeedEntry {
  readonly name: string;
  /** Base64. */
  readonly sha512: string;
  readonly bytes: number;
}

export async function feedEntry(folder: string, name: string): Promise<FeedEntry> {
  const hash = createHash('sha512');
  for await (const piece of createReadStream(join(folder, name))) hash.update(piece as Buffer);
  return { name, sha512: hash.digest('base64'), bytes: statSync(join(folder, name)).size };
}

/** @throws Error without an entry: a feed that offers nothing would look like one that is up to date */
export function updateFeed(version: string, entries: readonly FeedEntry[], releaseDate: string): string {
  const [first] = entries;
  if (first === undefined) throw new Error('expected a package for the feed, found none');
  const files = entries.flatMap(({ name, sha512, bytes }) => [
    `  - url: ${name}`,
    `    sha512: ${sha512}`,
    `    size: ${bytes}`,
  ]);
  const head = [`version: ${version}`, 'files:', ...files, `path: ${first.name}`, `sha512: ${first.sha512}`];
  return `${[...head, `releaseDate: '${releaseDate}'`].join('\n')}\n`;
}

/**
 * A feed that only a part of all installations takes: each one rolls its own number once. A later feed with a greater
 * percentage reaches more of them.
 * @throws RangeError unless it is a whole number from 0 to 100
 */
export function stagedFeed(feed: string, percentage: number): string {
  if (!Number.isInteger(percentage) || percentage < 0 || percentage > 100) {
    throw new RangeError(`--staged takes a whole number from 0 to 100, not ${percentage}`);
  }
  return `${feed.replace(/^stagingPercentage:.*\n/m, '')}stagingPercentage: ${percentage}\n`;
}
