import { expect } from 'vitest';
import type { Commit, Journal } from '../../../engine/ports/journal.ts';
import type { Logger } from '../../../engine/ports/logger.ts';
import type { OpenOptions, OpenedJournal } from '../../../engine/store/journal/open-journal.ts';
import { JournalUnavailable } from '../../../engine/ports/journal.ts';
import { fileContent } from '../file-content.ts';
import { emptyCommit, someRow } from './journal-script.ts';
import { StoreFolder, lockFile } from './store-folder.ts';

/** A data folder whose desk says what it logs, waits for no lock, and whose wall clock stands still. */
export class SpillFolder extends StoreFolder {
  readonly said: string[] = [];
  readonly logger: Logger = {
    debug: () => undefined,
    info: (message) => this.said.push(`info ${message}`),
    warn: (message) => this.said.push(`warn ${message}`),
    error: (message) => this.said.push(`error ${message}`),
  };

  override open(options: Partial<OpenOptions> = {}): OpenedJournal {
    return super.open({ busyMs: 1, wallNow: () => 1_790_000_000_000, logger: this.logger, ...options });
  }

  /** Commits 1 to `inFile` in the file, the next ones up to `last` in the spill; the copy that a kill leaves. */
  killed(inFile: number, last: number, options: Partial<OpenOptions> = {}): string {
    const { journal } = this.open(options);
    for (let seq = 1; seq <= inFile; seq += 1) journal.commit(act(seq));
    const unlock = lockFile(this.path);
    for (let seq = inFile + 1; seq <= last; seq += 1) spill(journal, act(seq));
    const dataDir = this.copyAsKilled();
    unlock();
    this.closeAll();
    return dataDir;
  }
}

/** Commits that the file does not take. */
export function spill(journal: Journal, ...commits: readonly Commit[]): void {
  for (const commit of commits) {
    expect(() => journal.commit(commit)).toThrow(JournalUnavailable);
    journal.spill(commit);
  }
}

/** A row and a log line: what is written twice is seen. */
export function act(seq: number, step = seq): Commit {
  const line = { seq, timeMs: step, book: null, type: 'info', message: `line ${seq}` } as const;
  return emptyCommit(step, { rows: [someRow(seq, step)], logs: [line], deskState: `{"seq":${seq}}` });
}

export function logLines(dataDir: string): readonly string[] {
  return (fileContent(dataDir)['log_lines'] as { message: string }[]).map(({ message }) => message);
}
