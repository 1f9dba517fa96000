import { expect, it } from 'vitest';
import { liveToasts, withoutToast, withToast } from '../../../../renderer/state/toasts.ts';

it('counts the same words instead of piling them up', () => {
  const twice = withToast(withToast([], 'info', 'MNQ long 1', 0), 'info', 'MNQ long 1', 900);
  expect(twice).toMatchObject([{ text: 'MNQ long 1', times: 2 }]);
});

it('keeps the newest few, and lets them go when their time is up', () => {
  const many = ['a', 'b', 'c', 'd', 'e'].reduce<ReturnType<typeof withToast>>(
    (toasts, text) => withToast(toasts, 'info', text, 0),
    [],
  );
  expect(many.map(({ text }) => text)).toEqual(['b', 'c', 'd', 'e']);
  expect(liveToasts(many, 4_999)).toBe(many);
  expect(liveToasts(many, 5_001)).toEqual([]);
  expect(withoutToast(many, many[0]?.id ?? 0)).toHaveLength(3);
});
