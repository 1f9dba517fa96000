/** A child for tests of the process frame: does what its data folder's name says. */
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { runChild } from '../../engine/adapters/process/child-main.ts';

const outlives = process.argv[3] === 'outlives';

runChild({ name: 'frame', outlivesHost: outlives }, ({ bootstrap, tell, fatal, end, logger }) => {
  const { runtimeDir, settings } = bootstrap;
  const what = basename(settings.dataDir);
  const note = (text: string): void => writeFileSync(join(runtimeDir, text), '');
  logger.info(`secret ${bootstrap.secret}`);
  tell({ t: 'progress', day: 1, days: 2 });
  if (what === 'fatal') fatal('this port is taken');
  if (what === 'throw')
    setTimeout(() => {
      throw new Error('broken invariant');
    }, 1);
  if (what === 'reject') void Promise.reject(new Error('forgotten promise'));
  if (what === 'end') end();
  if (what === 'busy') {
    const until = Date.now() + 20_000;
    while (Date.now() < until) tell({ t: 'progress', day: 2, days: 2 });
    note('survived');
  }
  const keep = setInterval(() => undefined, 1_000);
  return async () => {
    clearInterval(keep);
    if (what === 'slow') await new Promise(() => setTimeout(() => undefined, 60_000));
    note('stopped');
  };
});
