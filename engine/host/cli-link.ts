/**
 * For `npm start`: a one-time link to the cockpit of the installation that runs on a data folder, as one line of JSON
 * `{ url, page }`. `page` is a file that leads a browser to it; with `--snap NAME` it lies where that snap can read it.
 * The link goes through this output alone: no command line and no port sees a secret.
 */
import { parseArgs } from 'node:util';
import { OwnWire } from '../adapters/link/own-wire.ts';
import { readInstance } from '../store/schema/instance.ts';

const { values } = parseArgs({ options: { 'data-dir': { type: 'string' }, snap: { type: 'string' } } });
const dataDir = values['data-dir'];
try {
  if (dataDir === undefined) throw new Error('--data-dir is missing');
  const instance = readInstance(dataDir);
  if (instance === undefined) throw new Error(`nothing runs on ${dataDir}`);
  const page = values.snap === undefined ? {} : { snap: values.snap };
  const answer = await new OwnWire(instance).call('POST', new URL('/api/auth/link', instance.hub), { body: { page } });
  process.stdout.write(`${JSON.stringify(answer)}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
