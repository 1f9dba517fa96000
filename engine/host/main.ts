/** The host under plain Node: `npm run headless`, and behind `npm start` wherever there is no Electron. */
import { forkSpawner } from './fork-spawner.ts';
import { runHeadless } from './run-headless.ts';

process.exit(await runHeadless(forkSpawner));
