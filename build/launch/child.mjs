// @ts-check
import { spawn } from 'node:child_process';

const SIGNAL_NUMBERS = /** @type {Record<string, number>} */ ({ SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 });

/**
 * The status a shell would show for a child's end.
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
export function exitStatus(code, signal) {
  if (code !== null) return code;
  return 128 + (SIGNAL_NUMBERS[signal ?? ''] ?? 1);
}

/**
 * Runs a child to its end and collects what it says.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, onLine?: (line: string) => void, shell?: boolean }} options
 * @returns {Promise<{ status: number, output: string, timedOut: boolean }>}
 */
export function collect(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      shell: options.shell ?? false,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let output = '';
    let timedOut = false;
    const timer =
      options.timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            child.kill('SIGKILL');
          }, options.timeoutMs);
    const take = (/** @type {Buffer} */ chunk) => {
      const text = chunk.toString('utf8');
      output += text;
      if (options.onLine) for (const line of text.split(/[\r\n]+/)) if (line.trim() !== '') options.onLine(line.trim());
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ status: exitStatus(code, signal), output, timedOut });
    });
  });
}

/** npm passes on a signal that the terminal or a killed group has given us already: one wish, heard twice. */
const SAME_WISH_MS = 500;

/**
 * Passes this process's signals on to a child until it ends; then gives its status. A later second one is passed on too:
 * the child itself decides what impatience means.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
export function forwardSignals(child) {
  // A terminal sends Ctrl-C to the whole group: the child has it already, and twice would look like impatience.
  const fromTerminal = process.stdin.isTTY === true;
  let lastMs = -Infinity;
  const forward = (/** @type {NodeJS.Signals} */ signal) => {
    const nowMs = performance.now();
    const isEcho = nowMs - lastMs < SAME_WISH_MS;
    lastMs = nowMs;
    if (!isEcho && !(signal === 'SIGINT' && fromTerminal)) child.kill(signal);
  };
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      for (const name of signals) process.off(name, forward);
      resolve(exitStatus(code, signal));
    });
  });
}
