import { Worker } from 'node:worker_threads';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import { HttpFault } from '../web/http-fault.ts';
import type { ReadAsk, Reader, ReadJobs, ReadRequest, ReadResult } from './read-jobs.ts';
import { Turns } from './turns.ts';

/** An idle thread ends: its memory is worth having only while somebody reads. */
const IDLE_MS = 30_000;
/** No question takes so long on a machine that gets on; the thread is then ended. */
const LONGEST_MS = 15_000;
/** Beyond it the thread dies alone; a question with all its rows takes some 30 MB. */
const HEAP = { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 8 };

interface Waiting {
  readonly request: ReadRequest;
  readonly isWanted: () => boolean;
  readonly resolve: (body: Uint8Array<ArrayBuffer>) => void;
  readonly reject: (fault: Error) => void;
}

export interface ReadThreadOptions {
  /** The file that calls `serveReads`. */
  readonly worker: URL;
  /** Its `workerData`. */
  readonly data: unknown;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly idleMs?: number;
  readonly longestMs?: number;
  readonly heap?: typeof HEAP;
}

/**
 * A thread that answers questions, one at a time, with a file handle of its own: begun with the first question, ended
 * when nobody asks. Whatever becomes of it, this loop goes on, and the next question finds a new one.
 */
export class ReadThread<J extends ReadJobs> implements Reader<J> {
  private readonly options: ReadThreadOptions;
  private readonly turns = new Turns<Waiting>();
  private worker: Worker | undefined;
  private present: Waiting | undefined;
  private cancel: (() => void) | undefined;
  private lastId = 0;
  private closed = false;

  constructor(options: ReadThreadOptions) {
    this.options = options;
  }

  run<K extends keyof J & string>(
    caller: string,
    job: K,
    ask: ReadAsk<J, K>,
    isWanted: () => boolean = () => true,
  ): Promise<Uint8Array<ArrayBuffer>> {
    if (this.closed) return Promise.reject(gone());
    return new Promise((resolve, reject) => {
      this.lastId += 1;
      this.turns.add(caller, { request: { id: this.lastId, job, ask }, isWanted, resolve, reject });
      this.proceed();
    });
  }

  /** Questions that wait or are being answered. */
  get busy(): number {
    return this.turns.size + (this.present === undefined ? 0 : 1);
  }

  async close(): Promise<void> {
    this.closed = true;
    this.cancel?.();
    const { worker, present } = this;
    this.worker = undefined;
    this.present = undefined;
    present?.reject(gone());
    for (let next = this.turns.next(); next !== undefined; next = this.turns.next()) next.reject(gone());
    await worker?.terminate();
  }

  private proceed(): void {
    if (this.present !== undefined || this.closed) return;
    let next = this.turns.next();
    for (; next?.isWanted() === false; next = this.turns.next()) next.reject(new HttpFault('not_ready', 'not wanted'));
    this.cancel?.();
    if (next === undefined) {
      this.cancel = this.options.clock.after(this.options.idleMs ?? IDLE_MS, () => this.drop());
      return;
    }
    this.present = next;
    this.worker ??= this.begin();
    this.cancel = this.options.clock.after(this.options.longestMs ?? LONGEST_MS, () => {
      this.drop();
      this.fail(new HttpFault('not_ready', 'the answer took too long: ask for less'));
    });
    this.worker.postMessage(next.request);
  }

  private begin(): Worker {
    const { worker: file, data, logger, heap = HEAP } = this.options;
    const worker = new Worker(file, { workerData: data, name: 'reads', resourceLimits: heap });
    worker.unref();
    worker.on('message', (result: ReadResult) => {
      if (this.worker === worker) this.take(result);
    });
    const ended = (fault: Error): void => {
      if (this.worker !== worker) return;
      this.worker = undefined;
      logger.error('the reading thread ended', { fault: fault.message });
      this.fail(
        'code' in fault && fault.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? new HttpFault('too_large', 'the answer takes too much memory: ask for less')
          : new HttpFault('internal', 'an error of this server'),
      );
    };
    worker.on('error', (fault) => ended(fault instanceof Error ? fault : new Error(String(fault))));
    worker.on('exit', (code) => ended(new Error(`status ${code}`)));
    return worker;
  }

  private take(result: ReadResult): void {
    const { present } = this;
    if (present?.request.id !== result.id) return;
    this.present = undefined;
    if (result.ok) present.resolve(result.body);
    else {
      this.options.logger.error('a question to the file failed', { job: present.request.job, fault: result.fault });
      present.reject(new HttpFault('internal', 'an error of this server'));
    }
    this.proceed();
  }

  private fail(fault: HttpFault): void {
    const { present } = this;
    this.present = undefined;
    present?.reject(fault);
    this.proceed();
  }

  private drop(): void {
    const { worker } = this;
    this.worker = undefined;
    void worker?.terminate();
  }
}

function gone(): HttpFault {
  return new HttpFault('not_ready', 'this server is ending');
}
