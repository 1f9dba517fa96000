import { expect, test } from 'vitest';
import { ClientLinks } from '../../../../engine/desk/client-links.ts';
import { ManualClock } from '../../../../engine/ports/clock.ts';
import { memoryLink, type LinkEnd } from '../../../../engine/ports/link.ts';
import { silentLogger } from '../../../../engine/ports/logger.ts';
import type { ImportWriter } from '../../../../engine/store/journal/import-writer.ts';
import type { ClientToDesk, DeskToClient } from '../../../../engine/wire/link/messages.ts';

const HEAD = { root: 'MNQ', name: 'x.csv', intervalMs: 60_000, bars: 1, sha256: 'h', verdictJson: '{}' };
const BAR = { timeMs: 0, open: 1, high: 1, low: 1, close: 1, volume: 1 };

function rig(known = false) {
  const log: string[] = [];
  const writer = {
    begin: () => {
      log.push('begin');
      return known ? { number: 4, fresh: false } : undefined;
    },
    add: (bars: readonly unknown[]) => log.push(`add ${bars.length}`),
    end: () => {
      log.push('end');
      return { number: 5, fresh: true };
    },
  };
  const links = new ClientLinks({
    clock: new ManualClock(),
    logger: silentLogger,
    openImport: () => writer as unknown as ImportWriter,
    removeImport: (number) => {
      log.push(`remove ${number}`);
      if (number > 9) throw new Error('no such import');
      return log.length < 3;
    },
  });
  const client = () => {
    const [ours, theirs] = memoryLink<ClientToDesk, DeskToClient>();
    links.attach(theirs);
    const heard: DeskToClient[] = [];
    ours.onMessage((message) => heard.push(message));
    const say = async (...messages: ClientToDesk[]): Promise<DeskToClient | undefined> => {
      for (const message of messages) ours.send(message);
      await new Promise((resolve) => setImmediate(resolve));
      return heard.at(-1);
    };
    return { say, end: ours as LinkEnd<ClientToDesk, DeskToClient> };
  };
  return { log, client };
}

test('each piece is answered, the last one with what is stored', async () => {
  const { log, client } = rig();
  const { say } = client();
  expect(await say({ t: 'importBegin', head: HEAD })).toEqual({ t: 'imported' });
  expect(await say({ t: 'importBars', bars: [BAR] })).toEqual({ t: 'imported' });
  expect(await say({ t: 'importEnd' })).toEqual({ t: 'imported', stored: { number: 5, fresh: true } });
  expect(log).toEqual(['begin', 'add 1', 'end']);
});

test('bars that are there already are said at once', async () => {
  const { client } = rig(true);
  const answer = await client().say({ t: 'importBegin', head: HEAD });
  expect(answer).toEqual({ t: 'imported', stored: { number: 4, fresh: false } });
});

test('one import at a time; one whose command is gone makes room', async () => {
  const { client } = rig();
  const first = client();
  const second = client();
  await first.say({ t: 'importBegin', head: HEAD });
  expect(await second.say({ t: 'importBegin', head: HEAD })).toMatchObject({
    t: 'importFailed',
    message: expect.stringContaining('another import'),
  });
  first.end.close();
  expect(await second.say({ t: 'importBegin', head: HEAD })).toEqual({ t: 'imported' });
});

test('bars without a beginning are refused', async () => {
  const { client } = rig();
  expect(await client().say({ t: 'importBars', bars: [BAR] })).toMatchObject({ t: 'importFailed' });
});

test('a removal goes on until nothing is left; what is not there is said', async () => {
  const { log, client } = rig();
  const { say } = client();
  expect(await say({ t: 'importRemove', number: 7 })).toEqual({ t: 'importRemoved', isMore: true });
  expect(await say({ t: 'importRemove', number: 7 })).toEqual({ t: 'importRemoved', isMore: true });
  expect(await say({ t: 'importRemove', number: 7 })).toEqual({ t: 'importRemoved', isMore: false });
  expect(log).toEqual(['remove 7', 'remove 7', 'remove 7']);
  expect(await say({ t: 'importRemove', number: 10 })).toEqual({ t: 'importFailed', message: 'no such import' });
});

test('nothing is removed while an import is written: it may have the number of one that is going', async () => {
  const { client } = rig();
  const [writes, removes] = [client(), client()];
  await writes.say({ t: 'importBegin', head: HEAD });
  expect(await removes.say({ t: 'importRemove', number: 7 })).toMatchObject({ t: 'importFailed' });
  expect(await writes.say({ t: 'importBars', bars: [BAR] }, { t: 'importEnd' })).toMatchObject({ t: 'imported' });
  expect(await removes.say({ t: 'importRemove', number: 7 })).toMatchObject({ t: 'importRemoved' });
});
