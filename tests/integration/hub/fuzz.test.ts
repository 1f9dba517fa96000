import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Logger } from '../../../engine/ports/logger.ts';
import { HUB_SENDS, SYMBOL_SENDS } from '../../../engine/wire/index.ts';
import { accountOf, barOf } from '../../support/wire/fixtures.ts';
import { Fuzzer } from '../../support/wire/fuzzer.ts';
import { type HubRig, startHub } from '../../support/wire/hub-rig.ts';
import { StrictClient } from '../../support/wire/strict-client.ts';
import { OWNER_TOKEN, type SymbolRig, startSymbolServer } from '../../support/wire/symbol-rig.ts';

const SECONDS = Number(process.env['PITWALL_FUZZ_SECONDS'] ?? 6);
const SEED = Number(process.env['PITWALL_FUZZ_SEED'] ?? 20_261_120);

/** Every event and route of both servers. `tests/bench/fuzz.ts` runs it for as long as one likes, with figures. */
describe('random calls, events and frames', () => {
  const errors: string[] = [];
  const logger: Logger = {
    debug() {},
    info() {},
    warn() {},
    error: (message, fields) => void errors.push(`${message} ${JSON.stringify(fields)}`),
  };
  let hub: HubRig;
  let symbol: SymbolRig;

  beforeAll(async () => {
    hub = await startHub({
      logger,
      limits: { maxConnections: 1_000, maxConnectionsPerUser: 50, maxMessagesPerMinute: 1_000_000, allowedOrigins: [] },
    });
    symbol = await startSymbolServer('MNQ', {
      points: Array.from({ length: 20 }, (_, n) => ({ bar: barOf(n - 20), json: undefined })),
      deps: { logger },
    });
    symbol.server.publishAccount(accountOf());
    hub.server.takeProcesses([{ name: 'MNQ', pid: 1, state: 'up', restarts: 0, sinceMs: 0, url: symbol.url }]);
  });
  afterAll(async () => {
    await symbol.close();
    await hub.close();
  });

  it(
    `for ${SECONDS} s (seed ${SEED}): no crash, no 5xx, and a witness notices nothing`,
    { timeout: (SECONDS + 60) * 1_000 },
    async () => {
      const witnesses = [
        new StrictClient(hub.url, HUB_SENDS, { auth: { token: OWNER_TOKEN } }),
        new StrictClient(symbol.url, SYMBOL_SENDS),
      ];
      for (const witness of witnesses) await witness.connected();
      const fuzzers = [
        new Fuzzer({ url: hub.url, kind: 'hub', token: OWNER_TOKEN }, SEED),
        new Fuzzer({ url: symbol.url, kind: 'symbol', token: OWNER_TOKEN }, SEED + 1),
      ];
      const until = performance.now() + SECONDS * 1_000;
      while (performance.now() < until) {
        for (let n = 0; n < 20; n += 1) await Promise.all(fuzzers.map((fuzzer) => fuzzer.act()));
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      for (const fuzzer of fuzzers) fuzzer.close();
      for (const { result } of fuzzers)
        console.log(
          `${result.calls} calls, ${result.events} events, ${result.frames} frames over ${result.sockets} sockets; answers ${JSON.stringify(Object.fromEntries(result.statuses))}`,
        );
      expect(fuzzers.flatMap(({ result }) => result.faults)).toEqual([]);
      expect(errors).toEqual([]);
      expect(({} as Record<string, unknown>)['a']).toBeUndefined();
      for (const witness of witnesses) {
        expect(witness.socket.connected).toBe(true);
        expect(witness.faults).toEqual([]);
        witness.close();
      }
      const beats = witnesses[0]?.seen.filter(({ event }) => event === 'pnl_update').length ?? 0;
      expect(beats).toBeGreaterThanOrEqual(Math.floor(SECONDS * 0.3));
    },
  );
});
