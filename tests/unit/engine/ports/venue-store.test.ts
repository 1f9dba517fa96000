import { beforeEach, describe } from 'vitest';
import { MemoryVenueStore } from '../../../../engine/ports/venue-store.ts';
import { venueStoreContract } from '../../../support/venue/venue-store-contract.ts';

describe('the twin', () => {
  let store: MemoryVenueStore;
  beforeEach(() => {
    store = new MemoryVenueStore();
  });
  venueStoreContract(() => store);
});
