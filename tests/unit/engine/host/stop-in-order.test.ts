import { expect, test } from 'vitest';
import { stopInOrder } from '../../../../engine/host/stop-in-order.ts';
import { Supervisor } from '../../../../engine/host/supervisor.ts';
import { ManualClock } from '../../../../engine/ports/clock.ts';
import { silentLogger } from '../../../../engine/ports/logger.ts';

/** One child that ends at SIGTERM or only by force, with a record of when what was done to it. */
function scene(endsAt: 'SIGTERM' | 'SIGKILL') {
  const clock = new ManualClock();
  const acts: string[] = [];
  let exit: (code: number | null, signal: string | null) => void = () => undefined;
  const supervisor = new Supervisor({
    clock,
    logger: silentLogger,
    onChange: () => undefined,
    onFatal: () => undefined,
    onGivenUp: () => undefined,
    onFailing: () => undefined,
    probe: () => undefined,
    spawner: {
      canInherit: false,
      spawn: ({ name }) => ({
        name,
        pid: 1,
        onMessage: () => undefined,
        onExit: (handler) => (exit = handler),
        send: () => undefined,
        kill: (signal) => {
          acts.push(`${signal} at ${clock.now()}`);
          if (signal === endsAt || signal === 'SIGKILL') exit(0, null);
        },
      }),
    },
  });
  supervisor.start({ name: 'desk', room: 'desk', bootstrap: {}, hasStartLimit: false, isKept: true });
  const desk = { open: true, send: () => void acts.push(`shutdown at ${clock.now()}`) };
  return { clock, acts, supervisor, desk, exit: () => exit(0, null) };
}

async function passTime(clock: ManualClock, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 100) {
    clock.advance(100);
    for (let turns = 0; turns < 10; turns += 1) await Promise.resolve();
  }
}

test('a desk that ends in order is not even asked by signal', async () => {
  const { clock, acts, supervisor, desk, exit } = scene('SIGTERM');
  const ending = stopInOrder({ supervisor, desk, stopped: Promise.resolve(), clock, logger: silentLogger });
  exit();
  await passTime(clock, 100);
  await ending;
  expect(acts).toEqual(['shutdown at 0']);
});

test('a desk that does not answer is asked by signal', async () => {
  const { clock, acts, supervisor, desk } = scene('SIGTERM');
  const ending = stopInOrder({ supervisor, desk, stopped: new Promise(() => undefined), clock, logger: silentLogger });
  await passTime(clock, 5_000);
  await ending;
  expect(acts).toEqual(['shutdown at 0', 'SIGTERM at 2900']);
});

test('what ignores everything is ended by force, within 5 s of the beginning', async () => {
  const { clock, acts, supervisor, desk } = scene('SIGKILL');
  const ending = stopInOrder({ supervisor, desk, stopped: new Promise(() => undefined), clock, logger: silentLogger });
  await passTime(clock, 5_000);
  await ending;
  expect(acts).toEqual(['shutdown at 0', 'SIGTERM at 2900', 'SIGKILL at 4100']);
});

test('without a link to the desk all are asked at once', async () => {
  const { clock, acts, supervisor } = scene('SIGTERM');
  await stopInOrder({
    supervisor,
    desk: undefined,
    stopped: new Promise(() => undefined),
    clock,
    logger: silentLogger,
  });
  expect(acts).toEqual(['SIGTERM at 0']);
});
