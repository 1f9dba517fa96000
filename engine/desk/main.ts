import type { DeskToVenue, VenueToDesk } from '../wire/link/messages.ts';
import type { LinkEnd } from '../ports/link.ts';
import { VenueClient } from '../adapters/broker/venue-client.ts';
import { SystemClock } from '../adapters/clock/system-clock.ts';
import { listenLinks } from '../adapters/link/server.ts';
import { runChild } from '../adapters/process/child-main.ts';
import { accountKey, configHash } from '../config/hash.ts';
import { parameterFaults } from '../strategies/registry.ts';
import { STRATEGIES } from '../domain/book.ts';
import { openJournal } from '../store/journal/open-journal.ts';
import { DeskProcess } from './desk-process.ts';
import { killPoint } from './kill-point.ts';
import { StartRefusal } from './start-refusal.ts';

/** The account desk as a process: the only writer of the file, and where all links meet. */
runChild({ name: 'desk' }, async ({ bootstrap, logger, tell, fatal }) => {
  const { settings, epoch } = bootstrap;
  const faults = parameterFaults(
    settings.strategies.map((own) => ({ ...own, kind: STRATEGIES.find(({ id }) => id === own.id)?.kind ?? own.id })),
  );
  if (faults.length > 0) return fatal(faults.join('\n'));
  const { journal, how, afterUncleanStop, spillFound } = openJournal({
    dataDir: settings.dataDir,
    request: {
      mode: settings.mode,
      configHash: configHash(settings),
      accountKey: accountKey(settings),
      startBalanceCents: settings.risk.startBalanceCents,
    },
    epoch,
    pnlRetentionDays: settings.pnlRetentionDays,
    logger,
  });
  const { account, run } = journal.identity;
  logger.info(`account ${account}, ${run}: ${how}${afterUncleanStop ? ', after an unclean stop' : ''}`);
  const at = killPoint(process.env['PITWALL_TEST_KILL']);
  const desk = new DeskProcess({
    settings,
    journal,
    epoch,
    clock: new SystemClock(),
    logger,
    venue: (end) => new VenueClient(end as LinkEnd<DeskToVenue, VenueToDesk>),
    writeHubRow: (message) => {
      if (message.op === 'delete') journal.writeHubRows([{ op: 'delete', table: message.table, key: message.key }]);
      else
        journal.writeHubRows([{ op: 'upsert', table: message.table, key: message.key, json: message.json ?? 'null' }]);
    },
    spillSetAside: spillFound.setAside,
    openImport: (head) => journal.openImport(head),
    removeImport: (number) => journal.removeImport(number),
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    ...(at === undefined ? {} : { at }),
  });
  const server = await listenLinks({
    path: bootstrap.deskSocket,
    secret: bootstrap.secret,
    admit: (hello) => desk.admit(hello),
    onLink: (hello, end) => desk.onLink(hello, end),
    onRefused: (reason) => logger.warn(`refused a link: ${reason}`),
  });
  desk.run().catch((error: unknown) => {
    if (error instanceof StartRefusal) return fatal(error.message);
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    tell({ t: 'fatal', message });
    fatal(`the desk cannot go on: ${message}`);
  });
  return async () => {
    await desk.shutdown();
    await server.close();
    journal.close();
  };
});
