import { expect, test } from 'vitest';
import { load } from '../../../../engine/config/load.ts';
import { readObject } from '../../../../engine/config/file.ts';
import { strategyFaults } from '../../../../engine/host/strategy-faults.ts';

test('wrong parameters are told with every other fault, before anything starts', () => {
  const loaded = load({
    argv: ['--speed', 'x'],
    env: {},
    folder: '/nowhere',
    strategyFaults: (strategies) =>
      strategyFaults(
        strategies.map((each) =>
          each.id === 'MNQ' ? { ...each, parameters: { rsiPeriod: 1, bbPerod: 20 } } : { ...each, preset: each.preset },
        ),
      ),
  });
  expect(loaded).toMatchObject({
    kind: 'faults',
    faults: [
      expect.stringContaining('--speed'),
      expect.stringMatching(/strategy\.MNQ\.parameters: winner: rsiPeriod: expected 2 to 500 bars, found 1/),
      expect.stringMatching(/unknown parameter "bbPerod"; did you mean "bbPeriod"/),
    ],
  });
});

test('limits that contradict each other are a fault', () => {
  const own = { id: 'MNQ', preset: 'default', parameters: { rsiLow: 90, rsiHigh: 10 }, port: 0 };
  expect(strategyFaults([own]).join()).toMatch(/rsiLow/);
});

test('a key in the wrong place is told where it belongs', () => {
  const told = (value: unknown): string =>
    readObject(value, 'p.json', '/')
      .faults.map(({ text }) => text)
      .join();
  expect(told({ strategy: { MNQ: { rsiPeriod: 14 } } })).toContain('did you mean "strategy.MNQ.parameters.rsiPeriod"');
  expect(told({ MNQ: {} })).toContain('did you mean "strategy.MNQ"');
  expect(told({ parameters: {} })).toContain('did you mean "strategy.*.parameters"');
  expect(told({ dailyLossLimit: 600 })).toContain('did you mean "risk.dailyLossLimit"');
});
