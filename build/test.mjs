// @ts-check
/** `npm test`: the set-up of `npm start`, then every check and every test; all stages run even if one fails. */
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { exitStatus } from './launch/child.mjs';
import { findChromium } from './launch/chromium.mjs';
import { ensureSetup } from './launch/ensure.mjs';
import { ROOT } from './launch/paths.mjs';
import { Progress, runMain, seconds } from './launch/progress.mjs';
import { pathWithoutProject } from './launch/runtime.mjs';
import { lastWords, selectStages, stageCounts, stageFailures } from './launch/stages.mjs';

/** @typedef {import('./launch/stages.mjs').Stage} Stage */

const progress = new Progress(process.stdout);

/**
 * @param {string} node
 * @param {readonly string[]} args
 * @param {Record<string, string>} env
 * @returns {Promise<number>}
 */
function runChild(node, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, args, {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
      windowsHide: true,
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      resolve(exitStatus(code, signal));
    });
  });
}

/** @type {ReturnType<typeof findChromium> | undefined} looked for once: a search that fails takes minutes */
let browser;

/**
 * @param {string} node
 * @param {Stage} stage
 * @param {readonly string[]} rest
 * @returns {Promise<{ status: number, failure?: string }>} the failure where the stage could not begin
 */
async function runStage(node, stage, rest) {
  // What a test starts as plain `node` shall be the project's own.
  const nodeFolder = join(node, '..');
  /** @type {Record<string, string>} */
  const env = { PATH: [nodeFolder, pathWithoutProject()].join(process.platform === 'win32' ? ';' : ':') };
  if (stage.kind === 'check') return { status: await runChild(node, stage.args, env) };
  if (stage.browser) {
    browser ??= findChromium(node, (text) => progress.say(text));
    const found = await browser;
    if ('failure' in found) {
      progress.say(found.failure);
      return { status: 1, failure: found.failure };
    }
    env['PITWALL_CHROMIUM'] = found.executable;
  }
  if (stage.kind === 'playwright') env['PLAYWRIGHT_JSON_OUTPUT_FILE'] = join(ROOT, stage.report ?? '');
  return { status: await runChild(node, [...stage.args, ...rest], env) };
}

await runMain(async () => {
  const began = performance.now();
  const { stages, rest } = selectStages(process.argv.slice(2));
  const setup = await ensureSetup(progress, []);
  if ('restarted' in setup) return setup.restarted;

  process.chdir(ROOT);
  rmSync('.cache/test-reports', { recursive: true, force: true });
  mkdirSync('.cache/test-reports', { recursive: true });

  const results = [];
  for (const stage of stages) {
    progress.say(`\n=== ${stage.title}`);
    const start = performance.now();
    const { status, failure } = await runStage(setup.node, stage, rest);
    const counts = stageCounts(stage, status);
    const took = seconds(performance.now() - start);
    progress.say(`=== ${stage.title}: ${status === 0 ? 'ok' : `FAILED (status ${status})`}, ${took}`);
    results.push({ stage, status, took, counts, failure });
  }

  progress.say(`\nSummary (${seconds(performance.now() - began)} in all)`);
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const { stage, status, took, counts } of results) {
    sum.passed += counts.passed;
    sum.failed += counts.failed;
    sum.skipped += counts.skipped;
    const line = `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;
    progress.say(`  ${status === 0 ? 'ok    ' : 'FAILED'} ${stage.title.padEnd(30)} ${took.padStart(7)}  ${line}`);
  }
  const failures = results.flatMap(({ stage, status }) => (status === 0 ? [] : stageFailures(stage)));
  if (failures.length > 0) progress.say(`\nFailed tests\n  ${failures.join('\n  ')}`);
  progress.say(`\n${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
  for (const line of lastWords(results)) progress.say(line);
  return sum.failed > 0 || results.some((result) => result.status !== 0) ? 1 : 0;
});
