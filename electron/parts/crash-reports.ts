import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivate } from '../../engine/host/secret-file.ts';

export interface Crash {
  /** "page", "MNQ", "desk", "hub", "gpu", ... */
  readonly what: string;
  readonly reason: string;
  readonly exitCode: number | undefined;
}

export interface CrashReportsOptions {
  readonly dataDir: string;
  readonly version: string;
  readonly versions: Readonly<Record<string, string | undefined>>;
  readonly now: () => number;
}

const MOST_REPORTS = 50;

/** Reports of crashes as files on this machine; nothing is ever sent anywhere. */
export class CrashReports {
  readonly folder: string;
  private readonly options: CrashReportsOptions;
  private count = 0;

  constructor(options: CrashReportsOptions) {
    this.options = options;
    this.folder = join(options.dataDir, 'crash-reports');
  }

  /** Writes one; a disk that takes none is no reason for a second crash. Gives the file, if there is one. */
  write(crash: Crash): string | undefined {
    const { now, version, versions } = this.options;
    const time = new Date(now()).toISOString();
    this.count += 1;
    const name = `${time.replace(/[:.]/g, '-')}-${String(this.count).padStart(3, '0')}-${crash.what.replace(/[^\w-]/g, '_')}.json`;
    try {
      mkdirSync(this.folder, { recursive: true, mode: 0o700 });
      const report = { time, ...crash, pitwall: version, platform: `${process.platform}-${process.arch}`, versions };
      const file = join(this.folder, name);
      writePrivate(file, `${JSON.stringify(report, null, 2)}\n`);
      this.thin();
      return file;
    } catch {
      return undefined;
    }
  }

  private thin(): void {
    const files = readdirSync(this.folder)
      .filter((name) => name.endsWith('.json'))
      .sort();
    for (const name of files.slice(0, -MOST_REPORTS)) rmSync(join(this.folder, name), { force: true });
  }
}

/** Is a thing that was just started again worth starting once more? */
export class CrashLoop {
  private deathsMs: number[] = [];
  private readonly most: number;
  private readonly windowMs: number;

  constructor(most = 3, windowMs = 60_000) {
    this.most = most;
    this.windowMs = windowMs;
  }

  mayRestart(nowMs: number): boolean {
    this.deathsMs = [...this.deathsMs.filter((ms) => nowMs - ms < this.windowMs), nowMs];
    return this.deathsMs.length < this.most;
  }

  reset(): void {
    this.deathsMs = [];
  }
}
