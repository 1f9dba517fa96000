import { expect, it } from 'vitest';
import { plural, stateWord } from '../../../../renderer/format/words.ts';

it('has words for known codes and opens unknown ones', () => {
  expect([stateWord('EXITS_ONLY'), stateWord('some_new_code')]).toEqual(['EXITS ONLY', 'some new code']);
});

it('counts in words', () => {
  expect([plural(1, 'order'), plural(0, 'order'), plural(2, 'order')]).toEqual(['1 order', '0 orders', '2 orders']);
});
