import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { encodeAnswer, type ReadJobs, type ReadRequest, type ReadResult } from './read-jobs.ts';

/** Behind every loop of this machine: market time and commands come first, reading gets what is left. */
const NICE = 10;

/** The thread's side of `ReadThread`: answers one question after the other. To be called once, by a worker's main file. */
export function serveReads(jobs: ReadJobs): void {
  const port = parentPort;
  if (port === null) throw new Error('a reading thread is started by its server');
  // On Linux a priority is a thread's own, elsewhere the whole process's.
  if (process.platform === 'linux') setPriority(NICE);
  const answer = async ({ id, job, ask }: ReadRequest): Promise<void> => {
    let result: ReadResult;
    try {
      result = { id, ok: true, body: await encodeAnswer(jobs, job, ask) };
    } catch (error) {
      result = { id, ok: false, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
    port.postMessage(result, result.ok ? [result.body.buffer] : []);
  };
  port.on('message', (request: ReadRequest) => void answer(request));
}
