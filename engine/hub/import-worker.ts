/** The thread that reads recordings and hands their bars to the desk: the hub's own loop has commands to pass on. */
import { workerData } from 'node:worker_threads';
import { serveReads } from '../adapters/reading/serve-reads.ts';
import { importJobs } from '../recordings/import-jobs.ts';
import { importThroughDesk, removeThroughDesk } from '../recordings/import-through-desk.ts';

export interface ImportWorkerData {
  readonly dataDir: string;
  /** Two whole numbers: bars that the desk has taken, and of how many. */
  readonly progress: SharedArrayBuffer;
}

// What the hub's main handed over.
const { dataDir, progress } = workerData as ImportWorkerData;
const counts = new Int32Array(progress);
serveReads(
  importJobs({
    store: (file, handed) => importThroughDesk(dataDir, file, handed),
    remove: (number) => removeThroughDesk(dataDir, number),
    progress: (stored, bars) => {
      Atomics.store(counts, 0, stored);
      Atomics.store(counts, 1, bars);
    },
  }),
);
