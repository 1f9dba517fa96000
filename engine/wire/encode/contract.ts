import { CATALOG } from '../../domain/catalog.ts';
import { DAY_START_MINUTE } from '../../domain/session.ts';
import type { CockpitCatalog } from '../pitwall/contract.ts';

/** Every contract root that the engine knows. */
export function encodeCatalog(): CockpitCatalog {
  return {
    dayStart: DAY_START_MINUTE,
    contracts: CATALOG.map(({ root, description, tickSize, tickValueCents, priceDecimals, regularHours }) => ({
      root,
      description,
      tickSize,
      tickValue: tickValueCents / 100,
      decimals: priceDecimals,
      regularHours: regularHours ?? null,
    })),
  };
}
