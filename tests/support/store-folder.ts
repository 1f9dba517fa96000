import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenOptions, OpenedJournal } from '../../engine/store/journal/open-journal.ts';
import type { RunRequest } from '../../engine/store/journal/select-run.ts';
import { openJournal } from '../../engine/store/journal/open-journal.ts';

export const SCRIPT_REQUEST: RunRequest = {
  mode: 'SIM',
  configHash: 'script',
  simKey: 'seed 1',
  startBalanceCents: 5_000_000,
};

/** A data folder of its own for one test. */
export class StoreFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'pitwall-store-'));
  private opened: OpenedJournal[] = [];

  open(options: Partial<OpenOptions> = {}): OpenedJournal {
    const opened = openJournal({
      dataDir: this.path,
      request: SCRIPT_REQUEST,
      epoch: 1,
      lockWaitMs: 0,
      checkpoints: false,
      ...options,
    });
    this.opened.push(opened);
    return opened;
  }

  /** Closes what is open in order. */
  closeAll(): void {
    for (const { journal } of this.opened.splice(0)) journal.close();
  }

  dispose(): void {
    this.closeAll();
    rmSync(this.path, { recursive: true, force: true });
  }
}
