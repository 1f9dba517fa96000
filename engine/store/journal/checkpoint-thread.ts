import { Worker } from 'node:worker_threads';
import type { CheckpointJob } from '../schema/checkpoint-signals.ts';
import { CELLS, HOLDING, STOP, STOPPED } from '../schema/checkpoint-signals.ts';

const INTERVAL_MS = 1_000;
/** 4 MB, and 64 MB, of log. */
const PASSIVE_PAGES = 1_000;
const RESTART_PAGES = 16_384;
const STOP_WAIT_MS = 2_000;
const HOLDING_WAIT_MS = 2_000;

/** The worker's file: beside this room in the source, in the store's folder of the bundle. */
function workerUrl(): URL {
  const fromSource = import.meta.url.endsWith('.ts');
  return new URL(fromSource ? '../checkpoint-worker.ts' : '../store/checkpoint-worker.js', import.meta.url);
}

export interface CheckpointThreadOptions {
  readonly intervalMs?: number;
  readonly passivePages?: number;
  readonly restartPages?: number;
  readonly onError: (error: Error) => void;
}

/** The desk's end of the checkpoint thread. It never keeps the process alive. */
export class CheckpointThread {
  private readonly signals = new Int32Array(new SharedArrayBuffer(CELLS * Int32Array.BYTES_PER_ELEMENT));
  private readonly worker: Worker;

  constructor(path: string, options: CheckpointThreadOptions) {
    const job: CheckpointJob = {
      path,
      signals: this.signals.buffer,
      intervalMs: options.intervalMs ?? INTERVAL_MS,
      passivePages: options.passivePages ?? PASSIVE_PAGES,
      restartPages: options.restartPages ?? RESTART_PAGES,
    };
    this.worker = new Worker(workerUrl(), { workerData: job, name: 'checkpoint' });
    this.worker.unref();
    this.worker.on('error', (error) => {
      Atomics.store(this.signals, HOLDING, 0);
      Atomics.store(this.signals, STOPPED, 1);
      options.onError(error instanceof Error ? error : new Error(String(error)));
    });
  }

  /** Sleeps until the thread has let go of the write lock; false at once when it does not hold it. */
  waitWhileHolding(): boolean {
    return Atomics.wait(this.signals, HOLDING, 1, HOLDING_WAIT_MS) !== 'not-equal';
  }

  /** Ends the thread; it has closed its connection when this returns (or it hangs, and dies with the process). */
  stop(): void {
    Atomics.store(this.signals, STOP, 1);
    Atomics.notify(this.signals, STOP);
    Atomics.wait(this.signals, STOPPED, 0, STOP_WAIT_MS);
  }
}
