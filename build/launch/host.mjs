// @ts-check
/** Starts the host and understands what it says: one ready line on standard output, logs on standard error. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { forwardSignals } from './child.mjs';
import { ROOT } from './paths.mjs';

/** @typedef {{ event: 'ready', hub: string, dataDir: string }} Ready */

const WARN = 40;
const DRAIN_MS = 300;

/**
 * @param {string} line
 * @returns {Ready | undefined}
 */
export function readyLine(line) {
  if (!line.startsWith('{')) return undefined;
  try {
    const value = /** @type {Partial<Ready>} */ (JSON.parse(line));
    const whole = value.event === 'ready' && typeof value.hub === 'string' && typeof value.dataDir === 'string';
    return whole ? /** @type {Ready} */ (value) : undefined;
  } catch {
    return undefined; // a line of text that happens to begin like JSON
  }
}

/**
 * What a line of the host's log means for the person at the terminal.
 * @param {string} line
 * @returns {{ text: string, show: boolean }} `show`: worth a line of its own
 */
export function logLine(line) {
  if (!line.startsWith('{')) return { text: line, show: true };
  try {
    const { level, msg, name, error, err } = /** @type {Record<string, unknown>} */ (JSON.parse(line));
    const message = typeof err === 'object' && err !== null && 'message' in err ? err.message : error;
    const why = typeof message === 'string' ? message : '';
    const said = typeof msg === 'string' ? msg : '';
    const text = [typeof name === 'string' ? `[${name}]` : '', said, why].filter(Boolean).join(' ');
    return { text, show: typeof level === 'number' && level >= WARN };
  } catch {
    return { text: line, show: true };
  }
}

/**
 * @param {string} command Node's or Electron's executable
 * @param {readonly string[]} args
 * @param {{ onLog: (line: { text: string, show: boolean }) => void }} options
 */
export function startHost(command, args, { onLog }) {
  const child = spawn(command, args, {
    // It asks at the terminal what should become of open positions.
    stdio: ['inherit', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const ended = forwardSignals(child).then(async (status) => {
    // What the host said last is still to be read; but a venue that outlives its host may hold the pipe open.
    await Promise.race([once(child.stderr, 'close'), delay(DRAIN_MS)]);
    child.stdout.destroy();
    child.stderr.destroy();
    return status;
  });
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (line.trim() !== '') onLog(logLine(line));
  });
  /** @type {Promise<Ready | undefined>} */
  const ready = new Promise((resolve) => {
    createInterface({ input: child.stdout })
      .on('line', (line) => {
        const found = readyLine(line);
        if (found !== undefined) resolve(found);
      })
      .on('close', () => resolve(undefined));
  });
  return { child, ready, ended };
}

export const HOST_ENTRY = join(ROOT, 'dist', 'engine', 'host', 'main.js');
