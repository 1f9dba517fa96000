import { expect, it } from 'vitest';
import {
  kindsIn,
  NO_WORKSPACES,
  readWorkspaces,
  withLayout,
  withoutLayout,
} from '../../../../renderer/state/workspaces.ts';

const layout = { panels: { a: { contentComponent: 'chart' }, b: { contentComponent: 'orders' } } };

it('keeps layouts by name and lets one go without the others', () => {
  const two = withLayout(withLayout(NO_WORKSPACES, 'day', layout), 'night', layout);
  expect([two.current, Object.keys(two.layouts)]).toEqual(['night', ['day', 'night']]);
  const one = withoutLayout(two, 'night');
  expect([one.current, Object.keys(one.layouts)]).toEqual(['first', ['day']]);
});

it('reads what was stored, and drops what is no layout', () => {
  const stored = JSON.parse(
    JSON.stringify({ current: 'day', layouts: { day: layout, broken: 'nonsense', none: null } }),
  ) as unknown;
  expect(readWorkspaces(stored)).toEqual({ current: 'day', layouts: { day: layout } });
  expect(readWorkspaces('nonsense')).toEqual(NO_WORKSPACES);
});

it('knows which kinds of panels a layout names', () => {
  expect(kindsIn(layout)).toEqual(['chart', 'orders']);
  expect(kindsIn({})).toEqual([]);
});
