import { afterAll, describe, test } from 'vitest';
import { CHROMIUM_ADVICE, installedChromium } from '../../build/launch/chromium.mjs';
import { onDouble } from '../desktop/on-double.ts';
import { TASKS } from '../desktop/specification.ts';
import { Stage } from '../desktop/stage.ts';

/** The unmodified main process on the double of Electron; the tasks build on each other. */
describe('desktop program (on the double of Electron)', () => {
  const stage = new Stage(onDouble);
  let broken: string | undefined = installedChromium() === undefined ? CHROMIUM_ADVICE : undefined;
  afterAll(() => stage.clear());

  test.each(TASKS.map((task) => [task.name, task] as const))('%s', async (name, task) => {
    if (broken !== undefined) throw new Error(`not reached: ${broken}`);
    try {
      await task.run(stage);
    } catch (fault) {
      broken = `"${name}" failed before`;
      throw fault;
    }
  });
});
