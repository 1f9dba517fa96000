import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  write,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

export interface LogFilesOptions {
  /** One process of an installation turns the files over; the others notice and open the new ones. */
  readonly rotates: boolean;
  readonly maxBytes?: number;
  /** Files of each name that are kept beside the present one. */
  readonly keep?: number;
  /** Wall time. */
  readonly now?: () => number;
}

const MAX_BYTES = 10_000_000;
const KEEP = 14;
const FLUSH_MS = 500;
/** What waits to be written while the disk is slow; more is dropped, a log is not worth a process. */
const MOST_WAITING = 1_000_000;
const ERROR_LEVEL = /"level":(?:[5-9]\d|\d{3,})/;

/**
 * `combined.log` and `error.log` of a folder: JSON lines of every process of an installation, each appended whole.
 * Turned over at a size and at a new day (UTC): the full one is renamed to `combined.2026-11-20T130509123Z.log`.
 */
export class LogFiles {
  private readonly files: readonly [AppendFile, AppendFile];
  private readonly timer: NodeJS.Timeout;

  constructor(folder: string, options: LogFilesOptions) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.files = [new AppendFile(folder, 'combined', options), new AppendFile(folder, 'error', options)];
    this.timer = setInterval(() => this.flush(), FLUSH_MS);
    this.timer.unref();
  }

  /** A JSON line of a log, with its line feed. */
  write(line: string): void {
    const [combined, error] = this.files;
    combined.add(line);
    if (ERROR_LEVEL.test(line)) error.add(line);
  }

  flush(): void {
    for (const file of this.files) file.flush();
  }

  /** Writes what waits, before the process ends. */
  flushSync(): void {
    for (const file of this.files) file.flushSync();
  }

  close(): void {
    clearInterval(this.timer);
    for (const file of this.files) file.close();
  }
}

/** When a file began. A file system that keeps no birth time gives 0: its last line's time stands for it. */
export function bornMsOf({ birthtimeMs, mtimeMs }: { readonly birthtimeMs: number; readonly mtimeMs: number }): number {
  return birthtimeMs > 0 ? birthtimeMs : mtimeMs;
}

class AppendFile {
  private readonly folder: string;
  private readonly name: string;
  private readonly options: Required<LogFilesOptions>;
  private fd: number | undefined;
  private waiting = '';
  private writing = false;

  constructor(folder: string, name: string, options: LogFilesOptions) {
    this.folder = folder;
    this.name = name;
    this.options = { maxBytes: MAX_BYTES, keep: KEEP, now: Date.now, ...options };
  }

  private get path(): string {
    return join(this.folder, `${this.name}.log`);
  }

  add(line: string): void {
    if (this.waiting.length + line.length <= MOST_WAITING) this.waiting += line;
  }

  flush(): void {
    if (this.writing) return;
    this.turn();
    if (this.waiting === '') return;
    const fd = this.opened();
    if (fd === undefined) return;
    const text = this.waiting;
    this.waiting = '';
    this.writing = true;
    write(fd, text, () => {
      this.writing = false; // a full disk costs lines, nothing else
    });
  }

  flushSync(): void {
    const fd = this.waiting === '' ? undefined : this.opened();
    if (fd === undefined) return;
    const text = this.waiting;
    this.waiting = '';
    try {
      writeSync(fd, text);
    } catch {
      // Nothing more can be done for these lines.
    }
  }

  close(): void {
    this.flushSync();
    this.letGo();
  }

  private opened(): number | undefined {
    try {
      this.fd ??= openSync(this.path, 'a', 0o600);
    } catch {
      this.waiting = '';
    }
    return this.fd;
  }

  private letGo(): void {
    if (this.fd !== undefined) closeSync(this.fd);
    this.fd = undefined;
  }

  /** Goes over to the new file when another process turned it, or turns it. */
  private turn(): void {
    if (this.fd === undefined) return;
    try {
      const own = fstatSync(this.fd);
      const there = statSync(this.path, { throwIfNoEntry: false });
      if (there === undefined || there.ino !== own.ino) return this.letGo();
      if (!this.options.rotates || !this.isFull(own.size, bornMsOf(own))) return;
      const stamp = new Date(this.options.now()).toISOString().replaceAll(/[:.]/g, '');
      renameSync(this.path, join(this.folder, `${this.name}.${stamp}.log`));
      this.letGo();
      this.prune();
    } catch {
      // Another program holds it (Windows): tried again with the next lines.
    }
  }

  private isFull(size: number, bornMs: number): boolean {
    const day = (ms: number): number => Math.floor(ms / 86_400_000);
    return size >= this.options.maxBytes || (size > 0 && day(bornMs) < day(this.options.now()));
  }

  private prune(): void {
    const pattern = new RegExp(`^${this.name}\\.\\d{4}-\\d\\d-\\d\\dT[\\dZ]+\\.log$`);
    const old = readdirSync(this.folder)
      .filter((file) => pattern.test(file))
      .toSorted();
    for (const file of old.slice(0, Math.max(0, old.length - this.options.keep)))
      rmSync(join(this.folder, file), { force: true });
  }
}
