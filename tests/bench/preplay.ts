import { SyncMarket, testSettings } from '../support/venue/sync-market.ts';
import { MEASURED, startPitwall } from '../support/start-pitwall.ts';
import type { BenchTable } from './table.ts';

const DAYS = 20;
const GOAL_SECONDS = 30;
/** Of the same days, in memory, for the ratio. */
const MEMORY_DAYS = 4;

/** Wall seconds between the log's "playing" and "played", and the steps that were played. */
async function withFiles(): Promise<{ readonly seconds: number; readonly steps: number; readonly toReady: number }> {
  const began = performance.now();
  const pitwall = await startPitwall({ flags: ['--history-days', `${DAYS}`], env: MEASURED, timeoutMs: 180_000 });
  const toReady = (performance.now() - began) / 1_000;
  await pitwall.stop();
  const lines = pitwall.stderr().split('\n');
  const timeOf = (text: RegExp): { time: number; msg: string } => {
    const line = lines.find((each) => text.test(each));
    if (line === undefined) throw new Error(`expected ${text} in the log`);
    return JSON.parse(line) as { time: number; msg: string };
  };
  const played = timeOf(/played \d+ days/);
  const seconds = (played.time - timeOf(/playing \d+ days in advance/).time) / 1_000;
  return { seconds, steps: Number(/(\d+) steps/.exec(played.msg)?.[1]), toReady };
}

function inMemory(): { readonly seconds: number; readonly steps: number } {
  const market = new SyncMarket({ settings: testSettings({ preset: 'default' }), minutes: MEMORY_DAYS * 1_440 });
  const began = performance.now();
  market.run.run();
  return { seconds: (performance.now() - began) / 1_000, steps: market.run.desk.step };
}

export async function run(): Promise<BenchTable> {
  const before = inMemory();
  const files = await withFiles();
  const after = inMemory();
  const memoryUs = (((before.seconds + after.seconds) / 2) * 1e6) / before.steps;
  const filesUs = (files.seconds * 1e6) / files.steps;
  return {
    title: `${DAYS} days played in advance, five strategies`,
    columns: ['', 'seconds', 'steps', 'us a step', 'memory = 1'],
    rows: [
      [
        'with files, as at a first start',
        files.seconds.toFixed(1),
        `${files.steps}`,
        filesUs.toFixed(1),
        `${(filesUs / memoryUs).toFixed(2)} x`,
      ],
      [
        `${MEMORY_DAYS} days in memory, with P&L per second`,
        ((before.seconds + after.seconds) / 2).toFixed(1),
        `${before.steps}`,
        memoryUs.toFixed(1),
        '1 x',
      ],
    ],
    notes: [
      `goal ${GOAL_SECONDS} s: ${files.seconds <= GOAL_SECONDS ? 'reached' : 'MISSED'}; the whole first start took ${files.toReady.toFixed(1)} s to the ready line`,
      'memory: the mean of a run before and one after',
    ],
  };
}
