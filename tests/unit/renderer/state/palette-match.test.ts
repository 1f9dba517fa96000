import { expect, it } from 'vitest';
import { fit, matching } from '../../../../renderer/state/palette-match.ts';

it('puts what begins alike first, then words, then letters in order', () => {
  const items = ['Stop entries MNQ', 'Flatten MNQ', 'Chart MNQ Winner', 'Flatten everything'];
  expect(matching(items, 'flat', (item) => item)).toEqual(['Flatten MNQ', 'Flatten everything']);
  expect(matching(items, 'mnq fl', (item) => item)[0]).toBe('Flatten MNQ');
  expect(matching(items, 'fltt ev', (item) => item)).toEqual(['Flatten everything']);
});

it('keeps all in their order without a query, and nothing for nonsense', () => {
  expect(matching(['b', 'a'], '', (item) => item)).toEqual(['b', 'a']);
  expect(fit('Flatten MNQ', 'zz')).toBe(0);
});
