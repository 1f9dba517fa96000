import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../ports/clock.ts';
import { CODE_LIFE_MS } from './one-time-codes.ts';

const NAME = /^pitwall-open-[\w-]+\.html$/;

/** What the page says: it goes on at once, and by hand where a browser does not. */
function html(url: string): string {
  const address = url.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  return (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Pitwall</title>' +
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'">` +
    '<meta name="referrer" content="no-referrer">' +
    `<meta http-equiv="refresh" content="0; url=${address}"></head>` +
    `<body><a href="${address}">Open Pitwall</a></body></html>\n`
  );
}

/**
 * Pages that lead a browser to a one-time link. A command line is read by everybody on the machine, a file of 0600 by its
 * owner: a launcher hands the browser the page's path. It is removed when its code is redeemed, and when that is too old.
 */
export class OpenPages {
  private readonly folder: string;
  private readonly home: string;
  private readonly clock: Clock;
  private readonly pages = new Map<string, { readonly file: string; readonly cancel: () => void }>();

  /** Removes what an earlier hub left in the folder. */
  constructor(folder: string, clock: Clock, home: string = homedir()) {
    this.folder = folder;
    this.clock = clock;
    this.home = home;
    this.sweep(folder);
  }

  /**
   * Writes the page for a link and tells its path.
   *
   * @param snap name of the snap that is going to open it: those see nothing of hidden folders and of /run, but a folder
   * of their own in the home
   */
  write(code: string, url: string, snap?: string): string {
    const folder = this.folderFor(snap);
    if (folder !== this.folder) this.sweep(folder);
    const file = join(folder, `pitwall-open-${randomBytes(12).toString('base64url')}.html`);
    writeFileSync(file, html(url), { mode: 0o600, flag: 'wx' });
    this.pages.set(code, { file, cancel: this.clock.after(CODE_LIFE_MS, () => this.remove(code)) });
    return file;
  }

  /** Its code is used, or too old. */
  remove(code: string): void {
    const page = this.pages.get(code);
    if (page === undefined) return;
    this.pages.delete(code);
    page.cancel();
    rmSync(page.file, { force: true });
  }

  close(): void {
    for (const code of this.pages.keys()) this.remove(code);
  }

  private folderFor(snap: string | undefined): string {
    if (snap === undefined) return this.folder;
    const folder = join(this.home, 'snap', snap, 'common');
    const found = statSync(folder, { throwIfNoEntry: false });
    return found?.isDirectory() === true && found.uid === process.getuid?.() ? folder : this.folder;
  }

  private sweep(folder: string): void {
    const own = new Set([...this.pages.values()].map(({ file }) => file));
    for (const name of readdirSync(folder)) {
      const file = join(folder, name);
      if (NAME.test(name) && !own.has(file)) rmSync(file, { force: true });
    }
  }
}
