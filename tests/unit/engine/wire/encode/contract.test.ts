import { expect, it } from 'vitest';
import { CATALOG } from '../../../../../engine/domain/catalog.ts';
import { encodeCatalog } from '../../../../../engine/wire/encode/contract.ts';
import { cockpitCatalog } from '../../../../../engine/wire/pitwall/contract.ts';

it('tells every contract as it is declared', () => {
  const catalog = cockpitCatalog.parse(encodeCatalog());
  expect(catalog.dayStart).toBe(1_020);
  expect(catalog.contracts.map(({ root }) => root)).toEqual(CATALOG.map(({ root }) => root));
  expect(catalog.contracts.find(({ root }) => root === '6E')).toEqual({
    root: '6E',
    description: 'Euro FX',
    tickSize: 0.00005,
    tickValue: 6.25,
    decimals: 5,
    regularHours: null,
  });
  expect(catalog.contracts.find(({ root }) => root === 'MGC')?.regularHours).toEqual({ from: 440, to: 750 });
});
