/** The hub in a process of its own, for `npm run bench:hub`: it says its address, then broadcasts when told to. */
import { setTimeout as delay } from 'node:timers/promises';
import { startHub } from '../support/wire/hub-rig.ts';

export interface Broadcasts {
  readonly count: number;
  readonly everyMs: number;
}

const hub = await startHub({
  limits: { maxConnections: 5_000, maxConnectionsPerUser: 5_000, maxMessagesPerMinute: 1_000_000, allowedOrigins: [] },
});
process.on('message', (raw) => {
  const { count, everyMs } = raw as Broadcasts;
  void (async () => {
    for (let n = 0; n < count; n += 1) {
      // The moment of sending travels in the message: the system's monotonic clock is the same in every process.
      const message = `b ${process.hrtime.bigint() / 1_000n} ${'x'.repeat(80)}`;
      hub.server.take({
        t: 'committed',
        n,
        endMs: 0,
        rows: [],
        logs: [{ seq: 1, timeMs: 1_800_000_000_000, book: 'MNQ', type: 'info', message }],
      });
      await delay(everyMs);
    }
    process.send?.({ sent: count });
  })();
});
process.on('disconnect', () => process.exit(0));
process.send?.({ url: hub.url });
