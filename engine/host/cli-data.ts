/** `npm run data -- export FOLDER | import FOLDER | remove --yes`: a whole data folder out, in, and away. */
import { dataCommand } from './data-command.ts';
import { programVersion } from './version.ts';

process.exitCode = await dataCommand({
  args: process.argv.slice(2),
  program: 'npm run data --',
  version: programVersion(),
  now: Date.now,
  say: (line) => console.log(line),
  complain: (text) => console.error(text),
});
