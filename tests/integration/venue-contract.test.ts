import { VenueLab } from '../support/venue-child.ts';
import { venueContract } from '../support/venue-contract.ts';

/** The simulated market as a process of its own, over a real socket and with a real file. */
venueContract('the venue as a process', async () => {
  const lab = new VenueLab();
  await lab.listen();
  const { client } = await lab.start();
  return { market: client, broker: client, close: () => lab.dispose() };
});
