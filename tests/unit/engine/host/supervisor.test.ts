import { beforeEach, describe, expect, test } from 'vitest';
import { Supervisor, type Adopted } from '../../../../engine/host/supervisor.ts';
import { ManualClock } from '../../../../engine/ports/clock.ts';
import type { Child, Spawner, SpawnRequest } from '../../../../engine/ports/spawner.ts';
import type { ProcessView } from '../../../../engine/wire/link/messages.ts';

class FakeChild implements Child {
  readonly name: string;
  readonly pid: number;
  readonly signals: string[] = [];
  private exits: ((code: number | null, signal: string | null) => void)[] = [];
  private messages: ((message: unknown) => void)[] = [];

  constructor(name: string, pid: number) {
    this.name = name;
    this.pid = pid;
  }

  onMessage(handler: (message: unknown) => void): void {
    this.messages.push(handler);
  }
  onExit(handler: (code: number | null, signal: string | null) => void): void {
    this.exits.push(handler);
  }
  send(): void {}
  kill(signal: 'SIGTERM' | 'SIGKILL'): void {
    this.signals.push(signal);
    if (signal === 'SIGKILL') this.die(null, 'SIGKILL');
  }
  die(code: number | null, signal: string | null = null): void {
    for (const handler of this.exits.splice(0)) handler(code, signal);
  }
  say(message: unknown): void {
    for (const handler of this.messages) handler(message);
  }
}

class FakeSpawner implements Spawner {
  readonly canInherit = false;
  readonly children: FakeChild[] = [];
  /** So many starts fail from now on. */
  failures = 0;
  spawn(request: SpawnRequest): Child {
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('spawn ENOMEM');
    }
    const child = new FakeChild(request.name, 100 + this.children.length);
    this.children.push(child);
    return child;
  }
  last(name: string): FakeChild {
    const child = this.children.findLast((one) => one.name === name);
    if (child === undefined) throw new Error(`no child ${name}`);
    return child;
  }
}

let clock: ManualClock;
let spawner: FakeSpawner;
let supervisor: Supervisor;
let log: string[];
let given: string[];
let fatals: string[];
let failing: string[];
let told: readonly ProcessView[];

const request = (name: string, hasStartLimit = true) =>
  ({ name, room: 'symbol', bootstrap: {}, hasStartLimit, isKept: !hasStartLimit }) as const;

/** Time passes; all children but the named ones beat. */
function passTime(ms: number, ...silent: readonly string[]): void {
  for (let passed = 0; passed < ms; passed += 250) {
    for (const child of spawner.children) if (!silent.includes(child.name)) child.say({ t: 'beat', lagMs: 0 });
    clock.advance(Math.min(250, ms - passed));
  }
}
const stateOf = (name: string): string | undefined => told.find((view) => view.name === name)?.state;

beforeEach(() => {
  clock = new ManualClock();
  spawner = new FakeSpawner();
  [log, given, fatals, failing, told] = [[], [], [], [], []];
  const line = (message: string): void => void log.push(message);
  supervisor = new Supervisor({
    spawner,
    clock,
    logger: { debug: line, info: line, warn: line, error: line },
    onChange: (processes) => (told = processes),
    onFatal: (name, message) => fatals.push(`${name}: ${message}`),
    onGivenUp: (name) => given.push(name),
    onFailing: (name) => failing.push(name),
    probe: () => undefined,
  });
});

describe('a child', () => {
  test('is starting, then up with its address', () => {
    supervisor.start(request('MNQ'));
    expect(told).toEqual([{ name: 'MNQ', pid: 100, state: 'starting', restarts: 0, sinceMs: 0 }]);
    supervisor.up('MNQ', 'http://127.0.0.1:3333');
    expect(told).toEqual([
      { name: 'MNQ', pid: 100, state: 'up', restarts: 0, sinceMs: 0, url: 'http://127.0.0.1:3333' },
    ]);
  });

  test('that dies is back at once, and the log says how long it took', () => {
    supervisor.start(request('MNQ'));
    supervisor.up('MNQ');
    clock.advance(1_000);
    spawner.last('MNQ').die(null, 'SIGKILL');
    expect(told[0]).toMatchObject({ pid: 101, restarts: 1, state: 'restarting' });
    expect(log[0]).toBe('MNQ died (SIGKILL); it is started again at once');
    clock.advance(400);
    supervisor.up('MNQ');
    expect(stateOf('MNQ')).toBe('up');
    expect(log[1]).toBe('MNQ is back and serving after 400 ms');
  });

  test('that cannot even be started is a death like another: nobody throws, and it is tried again', () => {
    supervisor.start(request('hub', false));
    supervisor.up('hub');
    spawner.failures = 3;
    spawner.last('hub').die(null, 'SIGKILL');
    for (let left = 40; left > 0; left -= 1) clock.advance(250);
    expect(spawner.children).toHaveLength(2);
    expect(log.filter((line) => line.includes('could not be started: spawn ENOMEM'))).toHaveLength(3);
  });

  test('in a crash loop waits longer each time and is given up after the fifth death', () => {
    supervisor.start(request('MNQ'));
    for (const wait of [0, 250, 1_000, 2_000]) {
      const before = spawner.children.length;
      spawner.last('MNQ').die(1);
      if (wait > 0) {
        clock.advance(wait - 1);
        expect(spawner.children).toHaveLength(before);
        clock.advance(1);
      }
      expect(spawner.children).toHaveLength(before + 1);
    }
    spawner.last('MNQ').die(1);
    clock.advance(60_000);
    expect(spawner.children).toHaveLength(5);
    expect(given).toEqual(['MNQ']);
    expect(told[0]).toMatchObject({ state: 'dropped', pid: null, restarts: 4 });
    supervisor.up('MNQ');
    expect(stateOf('MNQ')).toBe('dropped');
    supervisor.revive('MNQ');
    supervisor.revive('MNQ');
    expect(spawner.children).toHaveLength(6);
    expect(stateOf('MNQ')).toBe('starting');
    spawner.last('MNQ').die(1);
    expect(spawner.children).toHaveLength(7);
  });

  test('the time until it is back counts from the first death of a row', () => {
    supervisor.start(request('MNQ'));
    supervisor.up('MNQ');
    spawner.last('MNQ').die(1);
    clock.advance(100);
    spawner.last('MNQ').die(1);
    clock.advance(250);
    supervisor.up('MNQ');
    expect(log.at(-1)).toBe('MNQ is back and serving after 350 ms');
  });

  test('that nothing works without is tried for ever, and that is said at each fifth death', () => {
    supervisor.start(request('desk', false));
    for (let deaths = 1; deaths <= 11; deaths += 1) {
      spawner.last('desk').die(1);
      clock.advance(20_000);
    }
    expect(spawner.children).toHaveLength(12);
    expect(failing).toEqual(['desk', 'desk']);
    expect(given).toEqual([]);
    expect(told[0]).toMatchObject({ state: 'restarting', restarts: 11, lastWords: 'status 1' });
  });

  test('that does not come up in time is ended by force and started again', () => {
    supervisor.start(request('hub'));
    passTime(31_000);
    expect(spawner.children[0]?.signals).toEqual(['SIGKILL']);
    expect(spawner.children).toHaveLength(2);
    expect(told[0]?.lastWords).toBe('does not come up within 30 s');
    supervisor.up('hub');
    passTime(120_000);
    expect(spawner.children).toHaveLength(2);
  });

  test('without a limit may take its time', () => {
    supervisor.start(request('desk', false));
    clock.advance(3_600_000);
    expect(spawner.children).toHaveLength(1);
  });

  test('that falls silent is ended by force and started again, the others are not', () => {
    supervisor.start(request('MNQ'));
    supervisor.start(request('MES'));
    supervisor.up('MNQ');
    supervisor.up('MES');
    passTime(10_000);
    passTime(2_000, 'MNQ');
    expect(spawner.children.map(({ name, signals }) => [name, signals])).toEqual([
      ['MNQ', ['SIGKILL']],
      ['MES', []],
      ['MNQ', []],
    ]);
  });

  test('that owes the desk an answer is ended by force and started again', () => {
    supervisor.start(request('MNQ'));
    supervisor.up('MNQ');
    supervisor.owes('MNQ');
    passTime(500);
    supervisor.owes('MNQ');
    passTime(250);
    expect(spawner.children.map(({ signals }) => signals)).toEqual([['SIGKILL'], []]);
  });

  test('that lost the desk must be back in time', () => {
    supervisor.start(request('MNQ'));
    supervisor.start(request('MES'));
    supervisor.up('MNQ');
    supervisor.up('MES');
    supervisor.expectBack('MNQ');
    supervisor.expectBack('MES');
    passTime(3_500);
    supervisor.up('MNQ');
    passTime(1_000);
    expect(spawner.children.map(({ name }) => name)).toEqual(['MNQ', 'MES', 'MES']);
  });

  test('says why it cannot go on', () => {
    supervisor.start(request('MNQ'));
    spawner.last('MNQ').say({ t: 'fatal', message: 'port 3333 is taken' });
    spawner.last('MNQ').say({ t: 'unheard-of' });
    spawner.last('MNQ').say(7);
    expect(fatals).toEqual(['MNQ: port 3333 is taken']);
  });
});

describe('an adopted process', () => {
  let alive: boolean;
  let adopted: Adopted & { signals: string[] };
  beforeEach(() => {
    alive = true;
    const signals: string[] = [];
    adopted = { pid: 77, signals, isAlive: () => alive, kill: (signal) => void signals.push(signal) };
    supervisor.adopt(request('venue', false), adopted);
  });

  test('is watched, and replaced by a child when it is gone', () => {
    supervisor.up('venue');
    expect(told).toEqual([{ name: 'venue', pid: 77, state: 'up', restarts: 0, sinceMs: 0 }]);
    clock.advance(10_000);
    expect(spawner.children).toHaveLength(0);
    alive = false;
    clock.advance(250);
    expect(told).toEqual([
      { name: 'venue', pid: 100, state: 'restarting', restarts: 1, sinceMs: 10_250, lastWords: 'gone' },
    ]);
  });

  test('is ended and replaced when the desk hears nothing of it; without the desk it is not blamed', () => {
    supervisor.start(request('desk', false));
    supervisor.up('venue');
    passTime(60_000);
    expect(adopted.signals).toEqual([]);
    for (let i = 0; i < 3; i += 1) {
      supervisor.owes('venue');
      passTime(500);
    }
    expect(adopted.signals).toEqual(['SIGKILL']);
    alive = false;
    passTime(250);
    expect(spawner.last('venue').pid).toBe(101);
    // A child of ours beats for its host, whatever the desk hears.
    for (let i = 0; i < 10; i += 1) {
      supervisor.owes('venue');
      passTime(500);
    }
    expect(spawner.last('venue').signals).toEqual([]);
  });

  test('is asked to end with the others', async () => {
    supervisor.stopRestarting();
    let ended = false;
    void supervisor.allEnded().then(() => (ended = true));
    expect(supervisor.endAll('SIGTERM')).toEqual(['venue']);
    expect(adopted.signals).toEqual(['SIGTERM']);
    alive = false;
    clock.advance(250);
    await Promise.resolve();
    await Promise.resolve();
    expect(ended).toBe(true);
  });
});

describe('the end', () => {
  test('nothing is restarted any more, and the last death ends it', async () => {
    supervisor.start(request('desk', false));
    supervisor.start(request('MNQ'));
    spawner.last('MNQ').die(1);
    spawner.last('MNQ').die(1); // waits for its restart
    supervisor.stopRestarting();
    let ended = false;
    void supervisor.allEnded().then(() => (ended = true));
    clock.advance(10_000);
    expect(spawner.children).toHaveLength(3);
    expect(ended).toBe(false);
    expect(supervisor.endAll('SIGTERM')).toEqual(['desk']);
    spawner.last('desk').die(0);
    await Promise.resolve();
    expect(ended).toBe(true);
    expect(supervisor.endAll('SIGKILL')).toEqual([]);
    expect(supervisor.views().map(({ state }) => state)).toEqual(['stopped', 'stopped']);
  });
});
