import { expect, test } from 'vitest';
import type { ReadyLine } from '../../../engine/host/ready-line.ts';
import { runHost, type DrivenHost } from '../../../electron/run-host.ts';

const READY: ReadyLine = {
  event: 'ready',
  hub: 'http://127.0.0.1:3000',
  tokenFile: '/t',
  dataDir: '/d',
  symbols: [{ id: 'MNQ', strategy: 'Winner', contract: 'MNQZ6', url: 'http://127.0.0.1:3333' }],
  processes: [],
};

interface Outcome {
  readonly code: number;
  readonly fault?: string;
}

function fakeHost(): { host: DrivenHost; end: (outcome: Outcome) => void; stops: string[] } {
  const over = Promise.withResolvers<Outcome>();
  const stops: string[] = [];
  const host = {
    run: () => over.promise,
    stop: (reason: string) => {
      stops.push(reason);
      over.resolve({ code: 0 });
    },
  };
  return { host, end: over.resolve, stops };
}

test('a host that is ready tells its addresses; it is stopped in order, and that is no failure', async () => {
  const { host, stops } = fakeHost();
  const running = await runHost((announce) => {
    announce(READY);
    return host;
  });
  expect(running).toMatchObject({ hub: READY.hub, tokenFile: '/t', symbolUrls: ['http://127.0.0.1:3333'] });
  const failures: string[] = [];
  running.onFailure((message) => failures.push(message));
  await running.stop();
  expect(stops).toHaveLength(1);
  expect(failures).toEqual([]);
});

test('a host that ends before it is ready is an error in its own words', async () => {
  const { host, end } = fakeHost();
  end({ code: 1, fault: 'port 3000 is taken' });
  await expect(runHost(() => host)).rejects.toThrow('port 3000 is taken');
});

test('a host that ends by itself later is a failure that is told', async () => {
  const { host, end } = fakeHost();
  const running = await runHost((announce) => {
    announce(READY);
    return host;
  });
  const failure = new Promise((resolve) => {
    running.onFailure(resolve);
  });
  end({ code: 1, fault: 'the desk died 5 times' });
  expect(await failure).toBe('the desk died 5 times');
});
