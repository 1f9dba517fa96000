import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { HttpFault } from '../../adapters/web/http-fault.ts';
import type { Clock } from '../../ports/clock.ts';

/** Uploads of one user and of all that may lie there at once. */
const MOST = { perUser: 2, all: 4 } as const;
/** One that nobody touches goes. */
export const UPLOAD_IDLE_MS = 15 * 60_000;
/** Of the disk, beside what comes: the journal needs room whatever is uploaded. */
const ROOM_LEFT_BYTES = 2 ** 30;

/** What the data folder knows as passing: no export has it. */
const FILE = /^upload-[\w-]+\.part$/;

export interface Upload {
  readonly id: string;
  readonly userId: string;
  /** As the person's machine calls it. */
  readonly name: string;
  readonly bytes: number;
  readonly path: string;
  /** Bytes that came, from the beginning without a hole. */
  received: number;
  /** Calls that use the file now: it is not removed under them. */
  users: number;
}

interface Kept extends Upload {
  cancelIdle: () => void;
}

export interface UploadsDeps {
  readonly folder: string;
  readonly clock: Clock;
  /** Bytes that are free where the folder lies. */
  readonly freeBytes?: (folder: string) => Promise<number>;
}

/** Files that are sent for a check: private, bounded in number, size and life. */
export class Uploads {
  private readonly folder: string;
  private readonly clock: Clock;
  private readonly freeBytes: (folder: string) => Promise<number>;
  private readonly kept = new Map<string, Kept>();
  private closed = false;

  constructor({ folder, clock, freeBytes = freeOf }: UploadsDeps) {
    this.folder = folder;
    this.clock = clock;
    this.freeBytes = freeBytes;
  }

  /** Removes what an earlier hub left. To be called once, before anything is taken. */
  async sweep(): Promise<void> {
    const left = (await readdir(this.folder).catch(() => [])).filter((name) => FILE.test(name));
    await Promise.all(left.map((name) => rm(join(this.folder, name), { force: true })));
  }

  /** A place for so many bytes. A user's oldest gives way; throws HttpFault where there is no room. */
  async begin(userId: string, name: string, bytes: number): Promise<Upload> {
    const own = this.list(userId);
    if (own.length >= MOST.perUser) {
      const oldest = own.find(({ users }) => users === 0);
      if (oldest === undefined) throw new HttpFault('conflict', 'a recording of yours is being read; wait for it');
      await this.remove(oldest.id);
    }
    if (this.kept.size >= MOST.all) throw new HttpFault('conflict', 'others are importing recordings; try again later');
    const id = randomBytes(12).toString('base64url');
    const upload: Kept = {
      id,
      userId,
      name,
      bytes,
      path: join(this.folder, `upload-${id}.part`),
      received: 0,
      users: 0,
      cancelIdle: () => undefined,
    };
    this.kept.set(id, upload);
    try {
      await this.refuseFullDisk(bytes);
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      const file = await open(upload.path, 'wx', 0o600);
      await file.close();
    } catch (error) {
      this.kept.delete(id);
      throw asFault(error);
    }
    this.touch(upload);
    return upload;
  }

  /** Writes bytes at a place up to which all came before; tells how many there are now. */
  async write(userId: string, id: string, at: number, bytes: Uint8Array): Promise<number> {
    const upload = this.of(userId, id);
    if (at > upload.received)
      throw new HttpFault('conflict', `expected the bytes from ${upload.received} on, found those from ${at} on`);
    if (bytes.length === 0 || at + bytes.length > upload.bytes)
      throw new HttpFault(
        'bad_request',
        `expected 1 to ${upload.bytes - at} bytes from ${at} on, as was said, found ${bytes.length}`,
      );
    return this.use(upload, async () => {
      try {
        const file = await open(upload.path, 'r+');
        try {
          await file.write(bytes, 0, bytes.length, at);
        } finally {
          await file.close();
        }
      } catch (error) {
        throw asFault(error);
      }
      upload.received = Math.max(upload.received, at + bytes.length);
      return upload.received;
    });
  }

  /** Works with a file that came whole. Throws HttpFault when it did not. */
  async read<T>(userId: string, id: string, work: (upload: Upload) => Promise<T>): Promise<T> {
    const upload = this.of(userId, id);
    if (upload.received < upload.bytes)
      throw new HttpFault('conflict', `expected ${upload.bytes} bytes of ${upload.name}, found ${upload.received}`);
    return this.use(upload, () => work(upload));
  }

  /** A user's own, oldest first. */
  list(userId: string): readonly Upload[] {
    return [...this.kept.values()].filter((each) => each.userId === userId);
  }

  /** Throws HttpFault `not_found`. */
  private of(userId: string, id: string): Kept {
    const upload = this.kept.get(id);
    if (upload === undefined || upload.userId !== userId)
      throw new HttpFault('not_found', 'the file is not here any more: choose it again');
    return upload;
  }

  /** Removes a file that nothing reads. */
  async drop(userId: string, id: string): Promise<void> {
    const upload = this.of(userId, id);
    if (upload.users > 0) throw new HttpFault('conflict', 'the file is being read; wait for it');
    await this.remove(upload.id);
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.kept.keys()].map((id) => this.remove(id)));
  }

  private async use<T>(upload: Kept, work: () => Promise<T>): Promise<T> {
    upload.users += 1;
    upload.cancelIdle();
    try {
      return await work();
    } finally {
      upload.users -= 1;
      if (upload.users === 0) this.touch(upload);
    }
  }

  private touch(upload: Kept): void {
    upload.cancelIdle();
    if (this.closed || !this.kept.has(upload.id)) return;
    upload.cancelIdle = this.clock.after(UPLOAD_IDLE_MS, () => void this.remove(upload.id));
  }

  private async remove(id: string): Promise<void> {
    const upload = this.kept.get(id);
    if (upload === undefined) return;
    upload.cancelIdle();
    this.kept.delete(id);
    // One that cannot be removed now is swept by the next hub.
    await rm(upload.path, { force: true }).catch(() => undefined);
  }

  private async refuseFullDisk(bytes: number): Promise<void> {
    const free = await this.freeBytes(this.folder);
    // The file, and its bars in the journal's file.
    if (free - 2 * bytes >= ROOM_LEFT_BYTES) return;
    throw new HttpFault(
      'conflict',
      `the disk of the data folder has ${megabytes(free)} free; a recording of ${megabytes(bytes)} needs twice that, and 1024 MB are kept for the journal`,
    );
  }
}

async function freeOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20)} MB`;
}

/** A file that cannot be written is no error of this server. */
function asFault(error: unknown): Error {
  if (error instanceof HttpFault) return error;
  // What the file system throws.
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) return error instanceof Error ? error : new Error(String(error));
  return new HttpFault('conflict', `the file cannot be kept in the data folder: ${message}`);
}
