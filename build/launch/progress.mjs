// @ts-check
import { performance } from 'node:perf_hooks';

/** Silence longer than this looks like a hang. */
const HEARTBEAT_MS = 3000;

/** @param {number} ms */
export function seconds(ms) {
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}

/**
 * Tells on standard error what is being done and for how long. On a terminal one line is rewritten, elsewhere (a log)
 * a plain line is written every few seconds.
 */
export class Progress {
  /** @param {NodeJS.WriteStream} stream */
  constructor(stream = process.stderr) {
    this.stream = stream;
  }

  /** @param {string} text */
  say(text) {
    this.stream.write(`${text}\n`);
  }

  /**
   * Runs one step; `describe` may add what is known of how far it is.
   * @template T
   * @param {string} title
   * @param {(describe: (detail: string) => void) => Promise<T>} work
   * @returns {Promise<T>}
   */
  async step(title, work) {
    const start = performance.now();
    const elapsed = () => seconds(performance.now() - start);
    let detail = '';
    const line = () => `${title} … ${detail === '' ? '' : `${detail}, `}${elapsed()}`;
    const rewrite = this.stream.isTTY === true;
    const write = () => this.stream.write(rewrite ? `\r\x1b[2K${line()}` : `${line()}\n`);
    this.stream.write(rewrite ? title + ' …' : `${title} …\n`);
    const timer = setInterval(write, rewrite ? 500 : HEARTBEAT_MS);
    const close = (/** @type {string} */ text) => this.stream.write(`${rewrite ? '\r\x1b[2K' : ''}${text}\n`);
    try {
      const result = await work((text) => {
        detail = text;
      });
      close(`${title}: done, ${elapsed()}`);
      return result;
    } catch (error) {
      close(`${title}: FAILED after ${elapsed()}`);
      throw error;
    } finally {
      clearInterval(timer);
    }
  }
}

/** An expected fault: its message is for the person at the terminal, without a stack. */
export class SetupError extends Error {}

/**
 * Runs a launcher's main function; an expected fault ends with its message and status 1.
 * @param {() => Promise<number>} main
 */
export async function runMain(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`\n${error.message}\n`);
    process.exitCode = 1;
  }
}
