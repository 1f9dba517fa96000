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

it('brings a panel that has another name now back under it', () => {
  const kept = {
    grid: { root: { data: [{ views: ['chart-MNQ', 'devices'], activeView: 'devices' }] } },
    panels: { devices: { id: 'devices', contentComponent: 'devices', title: 'Devices' } },
  };
  const [layout] = Object.values(readWorkspaces({ current: 'first', layouts: { first: kept } }).layouts);
  expect(layout).toEqual({
    grid: { root: { data: [{ views: ['chart-MNQ', 'security'], activeView: 'security' }] } },
    panels: { security: { id: 'security', contentComponent: 'security', title: 'Security' } },
  });
});
