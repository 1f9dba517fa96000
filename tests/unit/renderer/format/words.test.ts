import { expect, it } from 'vitest';
import { exitWords, plural, stateWord } from '../../../../renderer/format/words.ts';

it('has words for known codes and opens unknown ones', () => {
  expect([exitWords('sl_hit'), exitWords('some_new_code'), stateWord('EXITS_ONLY')]).toEqual([
    'stop',
    'some new code',
    'EXITS ONLY',
  ]);
});

it('counts in words', () => {
  expect([plural(1, 'order'), plural(0, 'order'), plural(2, 'order')]).toEqual(['1 order', '0 orders', '2 orders']);
});
