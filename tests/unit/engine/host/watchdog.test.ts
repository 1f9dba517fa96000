import { beforeEach, describe, expect, test } from 'vitest';
import { LOOK_MS } from '../../../../engine/host/life.ts';
import { Watchdog } from '../../../../engine/host/watchdog.ts';
import { ManualClock } from '../../../../engine/ports/clock.ts';
import type { ProcessSample } from '../../../../engine/ports/process-probe.ts';

/** What a child does for a while. */
interface Way {
  /** The part of a processor that it gets. */
  readonly share?: number;
  /** Undefined: the system does not tell. */
  readonly state?: ProcessSample['state'];
  /** Its loop comes round so often; undefined: it is silent. */
  readonly beatsEveryMs?: number;
  /** How often the host looks; default as it should. */
  readonly looksEveryMs?: number;
}

const WELL: Way = { share: 0.02, state: 'waits', beatsEveryMs: 250 };
const STOPPED: Way = { state: 'stopped', share: 0 };
const STARVED: Way = { state: 'ready', share: 0 };
const BUSY_LOOP: Way = { state: 'ready', share: 1 };

let clock: ManualClock;
let log: string[];
let watchdog: Watchdog;
let samples: Record<number, ProcessSample | undefined>;
const PIDS: Readonly<Record<string, number>> = { desk: 1, hub: 2, MNQ: 3 };

beforeEach(() => {
  clock = new ManualClock();
  log = [];
  samples = {};
  const line = (message: string): void => void log.push(message);
  watchdog = new Watchdog(clock, { debug: line, info: line, warn: line, error: line }, (pid) => samples[pid]);
});

function begin(name: string, options: { isUnlimited?: boolean; needs?: string; isPrompt?: boolean } = {}): void {
  const { isUnlimited = false, isPrompt = name === 'MNQ', needs } = options;
  watchdog.began(name, { pid: () => PIDS[name], isPrompt, isUnlimited, ...(needs === undefined ? {} : { needs }) });
}

function serving(name: string): void {
  begin(name);
  watchdog.up(name);
}

/** Lets time pass; gives who hangs, with the time since the beginning of this stretch. */
function pass(ms: number, ways: Readonly<Record<string, Way>>): { name: string; why: string; afterMs: number }[] {
  const fromMs = clock.now();
  const found: { name: string; why: string; afterMs: number }[] = [];
  const looksEveryMs = Object.values(ways)[0]?.looksEveryMs ?? LOOK_MS;
  const dueMs = new Map(Object.keys(ways).map((name) => [name, fromMs]));
  while (clock.now() < fromMs + ms) {
    clock.advance(looksEveryMs);
    for (const [name, { share = 0, state, beatsEveryMs }] of Object.entries(ways)) {
      const pid = PIDS[name] ?? 0;
      const cpuMs = (samples[pid]?.cpuMs ?? 0) + share * looksEveryMs;
      samples[pid] = state === undefined ? undefined : { state, cpuMs };
      if (beatsEveryMs === undefined || clock.now() < (dueMs.get(name) ?? 0)) continue;
      watchdog.heard(name, beatsEveryMs - 250);
      dueMs.set(name, clock.now() + beatsEveryMs);
    }
    for (const hung of watchdog.look()) found.push({ ...hung, afterMs: clock.now() - fromMs });
  }
  return found;
}

describe('a process that serves', () => {
  test('is left alone while it beats', () => {
    serving('desk');
    serving('MNQ');
    expect(pass(600_000, { desk: WELL, MNQ: WELL })).toEqual([]);
    expect(log).toEqual([]);
  });

  test.each([
    ['is stopped', STOPPED],
    ['waits for something that does not come', { state: 'waits', share: 0 }],
    ['runs in a circle', BUSY_LOOP],
    ['is silent where the system tells nothing', {}],
  ] as const)('and %s is noticed within 2 s while something is open', (_what, way) => {
    serving('desk');
    watchdog.isExposed = true;
    pass(10_000, { desk: WELL });
    const [hung] = pass(10_000, { desk: way });
    expect(hung).toMatchObject({ name: 'desk', why: expect.stringMatching(/^is silent for [\d.]+ s$/) as string });
    expect(hung?.afterMs).toBeLessThanOrEqual(2_000);
  });

  test('has a little more time while nothing is open, an engine has not', () => {
    serving('desk');
    serving('MNQ');
    pass(10_000, { desk: WELL, MNQ: WELL });
    const found = pass(10_000, { desk: STOPPED, MNQ: STOPPED });
    expect(found.map(({ name, afterMs }) => [name, afterMs > 2_000])).toEqual([
      ['MNQ', false],
      ['desk', true],
    ]);
    expect(found[1]?.afterMs).toBeLessThan(7_000);
  });

  test('is not blamed for a processor that it is not given, but not excused for ever', () => {
    serving('MNQ');
    pass(10_000, { MNQ: WELL });
    const found = pass(70_000, { MNQ: STARVED });
    expect(found).toMatchObject([{ why: expect.stringContaining('the longest a busy machine excuses') as string }]);
    expect(found[0]?.afterMs).toBeGreaterThan(59_000);
    expect(log).toEqual([
      expect.stringContaining('MNQ is silent for 2.0 s, for it is not given a processor') as string,
    ]);
  });

  test('that gets a twentieth of a processor and beats each 5 s is left alone', () => {
    serving('desk');
    serving('MNQ');
    watchdog.isExposed = true;
    const slow: Way = { state: 'ready', share: 0.05, beatsEveryMs: 5_000 };
    expect(pass(600_000, { desk: slow, MNQ: slow })).toEqual([]);
  });

  test('and beats seldom is left alone where the system tells nothing: its own words say how slow the machine is', () => {
    serving('MNQ');
    expect(pass(600_000, { MNQ: { beatsEveryMs: 5_000 } })).toEqual([]);
  });

  test('waits for the disk: that is no fault of its own', () => {
    serving('desk');
    watchdog.isExposed = true;
    expect(pass(30_000, { desk: { state: 'disk', share: 0 } })).toEqual([]);
  });

  test('is not condemned by one look of a host that stood still', () => {
    serving('MNQ');
    expect(pass(60_000, { MNQ: { ...WELL, looksEveryMs: 10_000 } })).toEqual([]);
    expect(pass(10_000, { MNQ: { ...STOPPED, looksEveryMs: 10_000 } })).toEqual([]);
  });

  test('is not condemned by what it could not say while this process itself stood still for minutes', () => {
    serving('desk');
    serving('MNQ');
    watchdog.isExposed = true;
    pass(10_000, { desk: WELL, MNQ: WELL });
    clock.advance(300_000);
    expect(watchdog.look()).toEqual([]);
    expect(pass(10_000, { desk: WELL, MNQ: WELL })).toEqual([]);
  });

  test('that computes long is given twice as long after each end; one that is stopped is not', () => {
    watchdog.isExposed = true;
    const waited = (way: Way): number[] =>
      [1, 2, 3, 4].map(() => {
        serving('MNQ');
        pass(1_000, { MNQ: WELL });
        return pass(60_000, { MNQ: way })[0]?.afterMs ?? 0;
      });
    const computing = waited(BUSY_LOOP);
    expect(computing.map((ms) => Math.round(ms / (computing[0] ?? 1)))).toEqual([1, 2, 3, 6]);
    expect(Math.max(...waited(STOPPED))).toBeLessThanOrEqual(2_000);
  });

  test('has its pid asked at each look: some have none at first', () => {
    const child: { pid?: number } = {};
    watchdog.began('MNQ', { pid: () => child.pid, isPrompt: true, isUnlimited: false });
    watchdog.up('MNQ');
    pass(1_000, { MNQ: WELL });
    child.pid = 3;
    expect(pass(30_000, { MNQ: STARVED })).toEqual([]);
  });

  test('load alone feeds no loop: each end that is made of it doubles the patience, a healthy minute restores it', () => {
    const waited = [1, 2, 3, 4, 5].map(() => {
      serving('MNQ');
      pass(1_000, { MNQ: WELL });
      return Math.round((pass(600_000, { MNQ: STARVED })[0]?.afterMs ?? 0) / 60_000);
    });
    expect(waited).toEqual([1, 2, 4, 8, 8]);
    serving('MNQ');
    pass(61_000, { MNQ: WELL });
    expect(Math.round((pass(600_000, { MNQ: STARVED })[0]?.afterMs ?? 0) / 60_000)).toBe(1);
  });
});

describe('a start', () => {
  test('that gets on is waited for, and that is said', () => {
    begin('hub');
    expect(pass(300_000, { hub: { state: 'ready', share: 0.09 } })).toEqual([]);
    expect(log[0]).toMatch(
      /^still waiting for hub: 15 s, with 1\.\d s of processor time, last heard 15 s ago; at most 600 s$/,
    );
    watchdog.up('hub');
    expect(pass(60_000, { hub: WELL })).toEqual([]);
  });

  test('that comes to nothing though it has a processor is ended after 30 s, then after twice as long', () => {
    for (const seconds of [30, 60, 120, 240, 240]) {
      begin('hub');
      const [hung] = pass(600_000, { hub: WELL });
      expect(hung?.why).toBe(`does not come up within ${seconds} s`);
      expect(Math.round((hung?.afterMs ?? 0) / 1_000)).toBe(seconds);
    }
  });

  test('that gets no processor at all is ended after ten minutes', () => {
    begin('hub');
    const [hung] = pass(700_000, { hub: STARVED });
    expect(hung).toEqual({
      name: 'hub',
      why: 'does not come up within 600 s, the longest it is waited for',
      afterMs: 600_000,
    });
  });

  test('may take as long as it needs where that is allowed, but not in silence', () => {
    begin('desk', { isUnlimited: true });
    expect(pass(1_200_000, { desk: WELL })).toEqual([]);
    const [hung] = pass(600_000, { desk: STOPPED });
    expect(hung).toMatchObject({ name: 'desk', why: expect.stringMatching(/^is silent for 3\d s$/) as string });
  });

  test('does not count while the one is missing without whom it cannot come up', () => {
    begin('desk', { isUnlimited: true });
    begin('hub', { needs: 'desk' });
    expect(pass(1_200_000, { desk: BUSY_LOOP, hub: WELL })).toEqual([]);
    watchdog.up('desk');
    const slow: Way = { state: 'ready', share: 0.05, beatsEveryMs: 5_000 };
    // The desk gets a twentieth of its time, and so does whoever waits for it.
    expect(pass(300_000, { desk: slow, hub: WELL })).toEqual([]);
    expect(pass(60_000, { desk: WELL, hub: WELL })).toMatchObject([{ name: 'hub' }]);
  });
});

test('a process that lost the desk has four seconds of its own', () => {
  begin('desk', { isUnlimited: true });
  watchdog.up('desk');
  begin('hub', { needs: 'desk' });
  watchdog.up('hub');
  watchdog.mustBeBack('hub');
  const [hung] = pass(10_000, { desk: WELL, hub: WELL });
  expect(hung).toEqual({ name: 'hub', why: 'did not come back to the desk within 4.0 s', afterMs: 4_000 });
});

describe('an engine that owes the desk an answer', () => {
  const owing = (ms: number, way: Way): number | undefined => {
    for (let passed = 0; passed < ms; passed += 500) {
      watchdog.owes('MNQ');
      const [hung] = pass(500, { MNQ: way });
      if (hung !== undefined) return passed + hung.afterMs;
    }
    return undefined;
  };

  test('and has its processor hangs', () => {
    serving('MNQ');
    expect(owing(5_000, WELL)).toBeLessThanOrEqual(1_000);
  });

  test('and hardly gets one is given more time', () => {
    serving('MNQ');
    pass(20_000, { MNQ: { state: 'ready', share: 0.05, beatsEveryMs: 5_000 } });
    expect(owing(5_000, { state: 'ready', share: 0.05, beatsEveryMs: 5_000 })).toBeUndefined();
  });

  test('and has given it meanwhile does not hang', () => {
    serving('MNQ');
    watchdog.owes('MNQ');
    expect(pass(10_000, { MNQ: WELL })).toMatchObject([]);
  });
});
