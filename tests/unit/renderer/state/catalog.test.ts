import { expect, it } from 'vitest';
import { encodeCatalog } from '../../../../engine/wire/encode/contract.ts';
import { contractOf } from '../../../../renderer/state/catalog.ts';

const catalog = encodeCatalog();

it.each([
  ['MNQ', 'MNQ', 2],
  ['MNQZ6', 'MNQ', 2],
  ['M6E', 'M6E', 4],
  ['6EH7', '6E', 5],
  ['MYMZ6', 'MYM', 0],
])('%s is of %s, written with %d decimals', (name, root, decimals) => {
  expect(contractOf(catalog, name)).toMatchObject({ root, decimals });
});

it('what the engine does not know has no contract, nor has anything before it told', () => {
  expect(contractOf(catalog, 'EURUSD')).toBeUndefined();
  expect(contractOf(undefined, 'MNQ')).toBeUndefined();
});
