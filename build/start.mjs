// @ts-check
/** `npm start`: sets up what is missing, then opens the cockpit in the best way this machine has. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { forwardSignals } from './launch/child.mjs';
import { fetchElectron, hasFailedBefore } from './launch/electron-fetch.mjs';
import { electronExecutable, electronVersion } from './launch/electron-probe.mjs';
import { ensureSetup } from './launch/ensure.mjs';
import { HOST_ENTRY, startHost } from './launch/host.mjs';
import { oneTimeLink, runningInstance } from './launch/instance.mjs';
import { boxed, browserSnap, openBrowser } from './launch/open.mjs';
import { defaultDataDir, flagValue, ROOT, withoutFlag } from './launch/paths.mjs';
import { Progress, runMain, seconds, SetupError } from './launch/progress.mjs';
import { pickNode } from './launch/runtime.mjs';
import { decideShell, gatherFacts } from './launch/shell.mjs';

/** @typedef {import('./launch/shell.mjs').Shell} Shell */

const progress = new Progress();
const args = process.argv.slice(2);
const hostArgs = withoutFlag(args, '--shell');

/** @returns {Shell | undefined} */
function wantedShell() {
  const wanted = flagValue(args, '--shell');
  if (wanted === undefined && !args.includes('--shell')) return undefined;
  if (wanted === 'electron' || wanted === 'browser' || wanted === 'headless') return wanted;
  throw new SetupError(`--shell takes electron, browser or headless, not ${JSON.stringify(wanted ?? '')}`);
}

/**
 * @param {string} dataDir
 * @param {string} node
 * @param {Shell} shell
 */
async function show(dataDir, node, shell) {
  const { url, page } = await oneTimeLink(dataDir, node, shell === 'headless' ? undefined : await browserSnap());
  if (shell !== 'headless' && page !== undefined && (await openBrowser(page))) {
    progress.say('The cockpit is open in your browser.');
    return;
  }
  progress.say(
    boxed([
      'Open this address in a browser on this machine, once and within two minutes',
      '(npm start again gives another one):',
      '',
      url,
    ]),
  );
}

/** @param {string} node */
async function fetchInBackground(node) {
  progress.say(`Fetching Electron ${electronVersion() ?? ''} in the background, for the next start.`);
  const start = performance.now();
  const timer = setInterval(() => {
    progress.say(`Still fetching Electron … ${seconds(performance.now() - start)}`);
  }, 30_000);
  timer.unref();
  const result = await fetchElectron(node).finally(() => {
    clearInterval(timer);
  });
  progress.say(
    'executable' in result
      ? 'Electron is here: the next start opens the cockpit in a window of its own.'
      : `Electron could not be fetched (${result.failure}). The browser does the same; ` +
          'it is tried again with the next version, or with: npm start -- --shell electron',
  );
}

/**
 * @param {Shell | undefined} wanted
 * @param {string} node
 */
async function chooseShell(wanted, node) {
  if (wanted === 'electron' && electronExecutable() === undefined) {
    const result = await progress.step('Fetching Electron', () => fetchElectron(node));
    if ('failure' in result) {
      throw new SetupError(
        `Electron could not be fetched: ${result.failure}\nWithout --shell electron the cockpit opens in the browser.`,
      );
    }
  }
  const decision = decideShell(gatherFacts(), wanted);
  if (wanted === 'electron' && decision.shell !== 'electron') {
    throw new SetupError(`--shell electron cannot be had here: ${decision.reason}.`);
  }
  return decision;
}

/** @param {string} executable */
async function runElectron(executable) {
  const env = { ...process.env };
  delete env['ELECTRON_RUN_AS_NODE'];
  return forwardSignals(spawn(executable, [ROOT, ...hostArgs], { stdio: 'inherit', env }));
}

/**
 * @param {string} node
 * @param {Shell} shell
 */
async function runHost(node, shell) {
  /** @type {{ describe?: ((detail: string) => void) | undefined }} */
  const starting = {};
  const onLog = (/** @type {{ text: string, show: boolean }} */ line) => {
    if (line.show) progress.say(line.text);
    else starting.describe?.(line.text.slice(0, 70));
  };
  const host = startHost(node, ['--enable-source-maps', HOST_ENTRY, ...hostArgs], { onLog });
  const ready = await progress
    .step('Starting the engines', async (describe) => {
      starting.describe = describe;
      const line = await host.ready;
      starting.describe = undefined;
      if (line === undefined) throw new SetupError('');
      return line;
    })
    .catch((/** @type {unknown} */ error) => {
      if (error instanceof SetupError) return undefined;
      throw error;
    });
  if (ready !== undefined) {
    await show(ready.dataDir, node, shell).catch((/** @type {Error} */ error) => {
      progress.say(`Pitwall runs at ${ready.hub}, but no link could be had: ${error.message}`);
    });
    progress.say('Pitwall is running. Ctrl-C stops it.');
  }
  const status = await host.ended;
  if (ready !== undefined)
    progress.say(status === 0 ? 'Pitwall has stopped.' : `Pitwall has ended with status ${status}.`);
  return ready === undefined && status === 0 ? 1 : status;
}

await runMain(async () => {
  const wanted = wantedShell();
  const dataDir = resolve(flagValue(args, '--data-dir') ?? defaultDataDir());
  // A question is no start: whether something runs does not matter.
  const asks = hostArgs.some((arg) => arg === '--help' || arg === '-h' || arg === '--version');
  const instance = asks ? undefined : await runningInstance(dataDir);
  if (instance !== undefined) {
    const decision = decideShell(gatherFacts(), wanted);
    progress.say(`Pitwall is already running (process ${instance.pid}); opening that one.`);
    if (decision.shell === 'electron') return runElectron(electronExecutable() ?? '');
    await show(dataDir, pickNode(), decision.shell).catch((/** @type {Error} */ error) => {
      throw new SetupError(`No link to it could be had: ${error.message}`);
    });
    return 0;
  }

  const setup = await ensureSetup(progress);
  if ('restarted' in setup) return setup.restarted;
  if (asks) return forwardSignals(spawn(setup.node, [HOST_ENTRY, ...hostArgs], { stdio: 'inherit' }));
  const decision = await chooseShell(wanted, setup.node);
  const name = { electron: "Electron's window", browser: 'your browser', headless: 'any browser, by an address below' };
  progress.say(`The cockpit opens in ${name[decision.shell]} (${decision.reason}).`);
  if (decision.shell === 'electron') return runElectron(electronExecutable() ?? '');
  if (decision.fetchElectron && !hasFailedBefore()) {
    fetchInBackground(setup.node).catch((/** @type {Error} */ error) => progress.say(error.message));
  }
  return runHost(setup.node, decision.shell);
});
