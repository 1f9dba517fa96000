// @ts-check
/** `npm run setup`: packages as locked and everything built, nothing started. */
import { ensureSetup } from './launch/ensure.mjs';
import { Progress, runMain } from './launch/progress.mjs';

await runMain(async () => {
  const progress = new Progress();
  const setup = await ensureSetup(progress);
  if ('restarted' in setup) return setup.restarted;
  progress.say(`Ready. The project runs on ${setup.node}`);
  return 0;
});
