import type { DeskToVenue, VenueToDesk } from '../../engine/wire/link/messages.ts';
import type { ServedVenue } from '../../engine/venue/venue-service.ts';
import { VenueClient } from '../../engine/adapters/broker/venue-client.ts';
import { memoryLink } from '../../engine/ports/link.ts';
import { silentLogger } from '../../engine/ports/logger.ts';
import { VenueService } from '../../engine/venue/venue-service.ts';
import { FaultyVenue } from '../support/venue/faulty-venue.ts';
import { ScriptFeed } from '../support/venue/script-feed.ts';
import { every250, venueOver } from '../support/venue/venue-bench.ts';
import { VenueLab } from '../support/venue/venue-child.ts';
import { venueContract, type VenueUnderTest } from '../support/venue/venue-contract.ts';

/** A market that goes up and down by a tick or two. */
function market(): ServedVenue {
  const quotes = Array.from({ length: 300 }, (_, index) => ({ bidTicks: 100_000 + ((index * 7) % 5) }));
  return venueOver(new ScriptFeed(every250(quotes)));
}

function overLink(venue: ServedVenue): VenueUnderTest {
  const service = new VenueService(() => venue, silentLogger);
  const [desk, venueEnd] = memoryLink<DeskToVenue, VenueToDesk>();
  venueEnd.onMessage((message) => {
    if (message.t !== 'welcome' && message.t !== 'refused' && message.t !== 'end')
      venueEnd.send(service.answer(message));
  });
  const client = new VenueClient(desk);
  return { market: client, broker: client, close: () => desk.close() };
}

venueContract('our venue over a link', () => overLink(market()));
venueContract('the venue with faults, when there are none', () => overLink(new FaultyVenue(market())));

/** The simulated market as a process of its own, over a real socket and with a real file. */
venueContract('the venue as a process', async () => {
  const lab = new VenueLab();
  await lab.listen();
  const { client } = await lab.start();
  return { market: client, broker: client, close: () => lab.dispose() };
});
