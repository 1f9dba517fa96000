import { encodeAnswer, type Reader, type ReadJobs } from '../../../engine/adapters/reading/read-jobs.ts';

/** Answers on the spot what the product's thread answers: for histories that are made up. */
export function inlineReader<J extends ReadJobs>(jobs: J): Reader<J> {
  return {
    run: (_caller, job, ask) => Promise.resolve().then(() => encodeAnswer(jobs, job, ask)),
    close: () => Promise.resolve(),
  };
}
