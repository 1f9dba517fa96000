/**
 * `npm run pictures [-- --record] [words]`: a picture of every state of the cockpit at three sizes in both themes,
 * compared with the record in tests/e2e/pictures. `--record` keeps what is seen now; words choose states by name.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findChromium } from '../../build/launch/chromium.mjs';

const ROOT = join(import.meta.dirname, '../..');
const args = process.argv.slice(2);
const words = args.filter((arg) => !arg.startsWith('--'));

const chromium = await findChromium(process.execPath, (text) => console.error(text));
if ('failure' in chromium) {
  console.error(chromium.failure);
  process.exitCode = 1;
} else {
  const pick = words.length === 0 ? [] : ['--grep', `: (${words.join('|')})$`];
  const playwright = join(ROOT, 'node_modules/@playwright/test/cli.js');
  const { status } = spawnSync(process.execPath, [playwright, 'test', 'cockpit-pictures', '--reporter=list', ...pick], {
    cwd: ROOT,
    stdio: 'inherit',
    env: {
      ...process.env,
      PITWALL_CHROMIUM: chromium.executable,
      PITWALL_PICTURES: args.includes('--record') ? 'record' : 'all',
    },
  });
  process.exitCode = status ?? 1;
}
