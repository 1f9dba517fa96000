import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InvariantError } from '../domain/assert.ts';
import type { Settings } from '../config/settings.ts';
import type { Logger } from '../ports/logger.ts';
import { NOTHING_OPEN, type Composition, type CompositionEvents, type Serving } from './composition.ts';
import { HostFault } from './host-fault.ts';

/** A run of all cores in this process, without servers. */
export interface OneProcessRun {
  /** True: the data have ended, and all is committed. False: it was stopped. Rejects when an invariant is broken. */
  readonly ended: Promise<boolean>;
  /** Stops before the next step; `ended` resolves when all is committed. */
  stop(): void;
}

export interface OneProcessInput {
  readonly settings: Settings;
  readonly epoch: number;
  readonly logger: Logger;
}

/** What `engine/backtest/one-process-main` offers. It must let timers and signals have their turn now and then. */
export type RunOneProcess = (input: OneProcessInput) => OneProcessRun;

/** Loads it only when it is asked for: it brings the desk and the venue with it. */
export async function loadOneProcess(base: string = import.meta.url): Promise<RunOneProcess> {
  const ending = extname(fileURLToPath(base));
  const entry = new URL(`../backtest/one-process-main${ending}`, base);
  if (!existsSync(entry)) throw new HostFault('--one-process is not part of this version');
  const { runOneProcess } = (await import(entry.href)) as { runOneProcess: RunOneProcess };
  return runOneProcess;
}

/** A broken invariant comes with its stack; a recording that is refused, a file from a newer version, in words alone. */
function outcomeOf(error: unknown): { readonly code: number; readonly fault: string } {
  if (!(error instanceof Error)) return { code: 70, fault: String(error) };
  const broken = error instanceof InvariantError || error instanceof TypeError || error instanceof RangeError;
  return broken ? { code: 70, fault: error.stack ?? error.message } : { code: 1, fault: error.message };
}

/** The composition of `--one-process`: the same steps and the same journal, without a process and a server of its own. */
export class OneProcess implements Composition {
  private readonly input: OneProcessInput;
  private readonly events: CompositionEvents;
  private readonly load: () => Promise<RunOneProcess>;
  private run: OneProcessRun | undefined;

  constructor(input: OneProcessInput, events: CompositionEvents, load: () => Promise<RunOneProcess> = loadOneProcess) {
    this.input = input;
    this.events = events;
    this.load = load;
  }

  async start(): Promise<Serving> {
    const runOneProcess = await this.load();
    this.run = runOneProcess(this.input);
    this.run.ended.then(
      (dataEnded) => {
        if (dataEnded) this.events.dataEnded();
      },
      (error: unknown) => {
        this.events.finish({ ...outcomeOf(error), reason: 'the run cannot go on' });
      },
    );
    return { hub: '', urls: {}, processes: [] };
  }

  /** Its market is made or recorded, and stands still with it: nothing is at stake. */
  exposure(): typeof NOTHING_OPEN {
    return NOTHING_OPEN;
  }

  flatten(): Promise<boolean> {
    return Promise.resolve(true);
  }

  async stop(): Promise<void> {
    this.run?.stop();
    await this.run?.ended.catch(() => undefined); // told by `start`
  }

  hurry(): void {
    // There is nothing to end but this process itself, which is about to.
  }
}
