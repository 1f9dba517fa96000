/** `npm run test:desktop`: the specification on Electron's own executable, where there is one. */
import { gatherFacts } from '../../build/launch/shell.mjs';
import { electronVersion } from '../../build/launch/electron-probe.mjs';
import { onDouble } from './on-double.ts';
import { onElectron } from './on-electron.ts';
import { TASKS } from './specification.ts';
import { Stage } from './stage.ts';
import type { Platform } from './desktop.ts';

/** Why the executable cannot be used here; undefined: it can. */
function obstacle(): string | undefined {
  const facts = gatherFacts();
  if (facts.executable === undefined) {
    return `Electron ${electronVersion() ?? ''} has no executable here (node node_modules/electron/install.js fetches it)`;
  }
  if (!facts.display) return 'there is no display (try: xvfb-run npm run test:desktop)';
  if (facts.root) return 'Electron does not run as root';
  if (facts.missingLibraries.length > 0) return `libraries are missing: ${facts.missingLibraries.join(', ')}`;
  if (facts.sandboxForbidden) return 'the system forbids the sandbox of an Electron that was not installed by root';
  return undefined;
}

async function runAll(platform: Platform): Promise<number> {
  const stage = new Stage(platform);
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  try {
    for (const task of TASKS) {
      if (task.onDoubleOnly === true && platform.name === 'electron') {
        skipped += 1;
        console.log(`skipped  ${task.name} (a person's or the system's own act)`);
        continue;
      }
      const began = performance.now();
      try {
        await task.run(stage);
        passed += 1;
        console.log(`ok       ${task.name} (${Math.round(performance.now() - began)} ms)`);
      } catch (fault) {
        failed += 1;
        console.log(`FAILED   ${task.name}\n${(fault as Error).stack ?? String(fault)}`);
        break; // the tasks build on each other
      }
    }
  } finally {
    await stage.clear();
  }
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  return failed === 0 ? 0 : 1;
}

if (process.argv.includes('--double')) {
  console.log('On the double of Electron (real Chromium windows, real child processes), not on Electron:');
  process.exitCode = await runAll(onDouble);
} else {
  const why = obstacle();
  if (why === undefined) process.exitCode = await runAll(onElectron);
  else {
    console.log(`NOT RUN: ${why}.`);
    console.log('The same specification runs on the double in npm test, or with: npm run test:desktop -- --double');
    process.exitCode = 2;
  }
}
