/** Both servers in one process, for the fuzzer; market time goes on, so that everything that is pushed is pushed. */
import { keepMemorySteady } from '../../engine/adapters/process/steady-memory.ts';
import type { Logger } from '../../engine/ports/logger.ts';
import { accountOf, barOf } from '../support/wire/fixtures.ts';
import { startHub } from '../support/wire/hub-rig.ts';
import { moveMarket, playTrade } from '../support/wire/hub-story.ts';
import { startSymbolServer } from '../support/wire/symbol-rig.ts';

keepMemorySteady();
const logger: Logger = {
  debug() {},
  info() {},
  warn() {},
  error: (message, fields) => console.log(`ERROR ${message} ${JSON.stringify(fields)}`),
};
const hub = await startHub({
  logger,
  limits: { maxConnections: 1_000, maxConnectionsPerUser: 1_000, maxMessagesPerMinute: 1_000_000, allowedOrigins: [] },
});
const points = Array.from({ length: 500 }, (_, n) => ({ bar: barOf(n - 500), json: undefined }));
const symbol = await startSymbolServer('MNQ', { points, deps: { logger } });
symbol.server.publishAccount(accountOf());
hub.server.takeProcesses([{ name: 'MNQ', pid: 1, state: 'up', restarts: 0, sinceMs: 0, url: symbol.url }]);
let n = 0;
setInterval(() => {
  n += 1;
  moveMarket(hub, n);
  symbol.server.publishTick(barOf(Math.floor(n / 100), { close: 84_000 + (n % 9) }));
  if (n % 100 === 0) symbol.server.publishBar(barOf(n / 100 - 1), undefined);
  // The log's twin keeps everything in memory, the log itself nothing.
  for (const { rows } of [hub.audit, symbol.audit]) rows.length = 0;
  if (n % 50 === 0) playTrade(hub, 100_000 + n * 20);
}, 100);
process.on('disconnect', () => process.exit(0));
process.send?.({ hub: hub.url, symbol: symbol.url });
