// @ts-check
/** Shows an address: in the default browser, or in a box on the terminal. */
import { spawn } from 'node:child_process';

/**
 * The command that opens an address in the default browser.
 * @param {string} url
 */
export function openCommand(url, platform = process.platform) {
  if (platform === 'darwin') return { command: 'open', args: [url] };
  // Not `cmd /c start`: it would take the & of a query for a command separator.
  if (platform === 'win32') return { command: 'rundll32', args: ['url.dll,FileProtocolHandler', url] };
  return { command: 'xdg-open', args: [url] };
}

/**
 * @param {string} url
 * @returns {Promise<boolean>} false where no browser could be started
 */
export function openBrowser(url) {
  const { command, args } = openCommand(url);
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'ignore', detached: true, windowsHide: true });
    const settle = (/** @type {boolean} */ opened) => {
      clearTimeout(timer);
      resolve(opened);
    };
    // xdg-open may stay as long as the browser it started; an early end with an error means there is none.
    const timer = setTimeout(settle, 3000, true);
    child.on('error', () => settle(false));
    child.on('exit', (code) => settle(code === 0));
    child.unref();
  });
}

/**
 * @param {readonly string[]} lines
 * @returns {string}
 */
export function boxed(lines) {
  const width = Math.max(...lines.map((line) => line.length));
  const edge = '─'.repeat(width + 4);
  return [`┌${edge}┐`, ...lines.map((line) => `│  ${line.padEnd(width)}  │`), `└${edge}┘`].join('\n');
}
