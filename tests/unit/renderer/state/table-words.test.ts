import { expect, it } from 'vitest';
import { orderWhy } from '../../../../renderer/state/table-words.ts';

it('has words for the codes of what ended an order, and leaves words as they are', () => {
  expect(
    ['by_flatten', 'oco', 'outside_hours', 'the account would hold 11 micros', null].map((reason) =>
      orderWhy({ reason }),
    ),
  ).toEqual(['by a flatten', 'its sibling filled', 'the session is closed', 'the account would hold 11 micros', '']);
});
