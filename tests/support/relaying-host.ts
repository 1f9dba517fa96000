/** The host with children that can inherit nothing, as under Electron: it passes every connection on. */
import { forkSpawner } from '../../engine/host/fork-spawner.ts';
import { runHeadless } from '../../engine/host/run-headless.ts';

process.exit(await runHeadless({ ...forkSpawner, canInherit: false }));
