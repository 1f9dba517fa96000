/** The thread that answers what clients of the hub ask the file: the hub's own loop has commands to pass on. */
import { workerData } from 'node:worker_threads';
import { serveReads } from '../adapters/reading/serve-reads.ts';
import { hubReads } from './hub-reads.ts';
import { FileHistory } from './picture/file-history.ts';

export interface HubReadData {
  readonly dataDir: string;
}

// What the hub's main handed over.
const { dataDir } = workerData as HubReadData;
serveReads(hubReads(new FileHistory(dataDir)));
