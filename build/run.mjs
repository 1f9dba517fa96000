// @ts-check
/** `npm run <command> -- <flags>`: the same set-up as `npm start`, then one entry on the project's Node. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { forwardSignals } from './launch/child.mjs';
import { COMMANDS } from './launch/commands.mjs';
import { ensureSetup } from './launch/ensure.mjs';
import { ROOT } from './launch/paths.mjs';
import { Progress, runMain, SetupError } from './launch/progress.mjs';

await runMain(async () => {
  const [name = '', ...args] = process.argv.slice(2);
  const command = COMMANDS[name];
  if (command === undefined) {
    throw new SetupError(`There is no command ${JSON.stringify(name)}; there are: ${Object.keys(COMMANDS).join(', ')}`);
  }
  const setup = await ensureSetup(new Progress(), command.parts);
  if ('restarted' in setup) return setup.restarted;
  const entry = join(ROOT, command.entry);
  if (!existsSync(entry)) throw new SetupError(`npm run ${name}: ${command.entry} is not part of this version.`);
  const child = spawn(setup.node, ['--enable-source-maps', entry, ...args], { stdio: 'inherit', windowsHide: true });
  return forwardSignals(child);
});
