import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Bar } from '../../engine/domain/bar.ts';
import { ALARM_CODES } from '../../engine/domain/events.ts';
import { ofDuty } from '../../engine/domain/origin.ts';
import { CoreDesk } from '../support/core-desk.ts';

const ENGINE = join(import.meta.dirname, '../../engine');

/** Alarms that no other test sees come about; `it.each` of the whole set is at the end. */
describe('what an alarm is raised for', () => {
  it('feed_stale and feed_back: no quote of one contract while market time goes on', () => {
    const bench = new CoreDesk({ ids: ['MNQ', 'MES'] });
    bench.step({ MNQ: 100_000, MES: 20_000 });
    for (let second = 0; second < 12; second += 1) bench.step({ MNQ: 100_000 }, [], {}, 1_000);
    expect(bench.alarms('feed_stale')).toEqual([expect.stringContaining('MES: no quote for')]);
    expect(bench.alarms('feed_back')).toEqual([]);
    bench.step({ MNQ: 100_000, MES: 20_000 });
    expect(bench.alarms('feed_back')).toEqual(['MES: quotes are back']);
  });

  it('order_in_doubt: the venue does not know what became of a command', () => {
    const bench = new CoreDesk();
    bench.enter();
    bench.step({}, [{ kind: 'doubt', orderId: 'MNQ-O2', detail: 'no answer within 10 s' }]);
    expect(bench.alarms('order_in_doubt')).toEqual(['order MNQ-O2: no answer within 10 s']);
  });

  it('bars_differ: two engines of one contract disagree', () => {
    const bench = new CoreDesk({ ids: ['MGC', 'MGC-PO3'] });
    const bar: Bar = { timeMs: 0, open: 1, high: 2, low: 1, close: 2, volume: 3 };
    const { desk } = bench;
    desk.beginStep({
      n: 1,
      startMs: bench.endMs,
      endMs: bench.endMs + 250,
      quotes: [],
      entries: [],
      nextEndMs: undefined,
    });
    const answer = (own: Bar) => ({ n: 1, intents: [], bars: [own], points: [], logs: [] });
    desk.finishStep(
      new Map([
        ['MGC', answer(bar)],
        ['MGC-PO3', answer({ ...bar, close: 1 })],
      ]),
    );
    expect(bench.alarms('bars_differ')).toEqual([expect.stringContaining('engines disagree on the MGC bar')]);
  });

  it('engine_crash_loop: an engine is given up', () => {
    const bench = new CoreDesk();
    bench.step();
    const act = bench.desk.act(ofDuty('host', 'died 5 times'), true);
    bench.desk.members.drop(act, 'MNQ', 'died 5 times');
    bench.desk.commitAct();
    expect(bench.alarms('engine_crash_loop')).toEqual([expect.stringContaining('MNQ: died 5 times')]);
  });
});

describe('the closed set', () => {
  const source = readdirSync(ENGINE, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(ENGINE, file), 'utf8'))
    .join('\n');

  it.each(Object.keys(ALARM_CODES))('%s is raised somewhere', (code) => {
    expect(source).toMatch(new RegExp(`\\balarm\\(\\s*'${code}'`));
  });
});
