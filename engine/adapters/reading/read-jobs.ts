/** Questions to the file by name: what is asked for and what is answered, both plain data. */
export type ReadJobs = { readonly [name: string]: (ask: never) => unknown };

/** What a job answers, whether at once or later. */
export type ReadReply<J extends ReadJobs, K extends keyof J> = Awaited<ReturnType<J[K]>>;

export type ReadAsk<J extends ReadJobs, K extends keyof J> = Parameters<J[K]>[0];

/** Answers questions to the file away from the loop that commands are taken on. */
export interface Reader<J extends ReadJobs> {
  /**
   * The answer as JSON in UTF-8. Of several callers each gets one answer in turn. Rejects when there is none, also where
   * it is not wanted any more when its turn comes.
   */
  run<K extends keyof J & string>(
    caller: string,
    job: K,
    ask: ReadAsk<J, K>,
    isWanted?: () => boolean,
  ): Promise<Uint8Array<ArrayBuffer>>;
  close(): Promise<void>;
}

/** What the thread is asked, and what it says. */
export interface ReadRequest {
  readonly id: number;
  readonly job: string;
  readonly ask: unknown;
}

export type ReadResult =
  | { readonly id: number; readonly ok: true; readonly body: Uint8Array<ArrayBuffer> }
  | { readonly id: number; readonly ok: false; readonly fault: string };

/** Runs one job; its answer as JSON, in memory of its own that can be handed over. */
export async function encodeAnswer<J extends ReadJobs>(
  jobs: J,
  job: string,
  ask: unknown,
): Promise<Uint8Array<ArrayBuffer>> {
  const work = Object.hasOwn(jobs, job) ? jobs[job] : undefined;
  if (work === undefined) throw new Error(`there is no question "${job}"`);
  // `Reads.ask` typed the question by the job's name; over the thread it comes as plain data.
  return new TextEncoder().encode(JSON.stringify((await work(ask as never)) ?? null));
}
