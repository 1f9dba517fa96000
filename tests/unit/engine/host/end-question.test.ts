import { expect, test } from 'vitest';
import { choiceOf, endQuestion, isAnythingOpen, keptText, openText } from '../../../../engine/host/end-question.ts';

const LONG = { positions: ['MNQ MNQZ6 long 1'], bare: [], orders: 2 };

test('a position or a working order is something open', () => {
  expect(isAnythingOpen({ positions: [], bare: [], orders: 0 })).toBe(false);
  expect(isAnythingOpen({ positions: [], bare: [], orders: 1 })).toBe(true);
  expect(isAnythingOpen({ ...LONG, orders: 0 })).toBe(true);
});

test('it is named', () => {
  expect(openText(LONG)).toBe('MNQ MNQZ6 long 1, 2 working orders');
  expect(openText({ positions: [], bare: [], orders: 1 })).toBe('1 working order');
  expect(endQuestion('SIM', LONG)[0]).toBe('Open: MNQ MNQZ6 long 1, 2 working orders. What should become of it?');
});

test('what becomes of it when it is kept depends on the venue and on its stops', () => {
  expect(keptText('SIM', LONG)).toContain('the simulated market stands still');
  expect(keptText('LIVE', LONG)).toContain('the stops rest at the venue');
  expect(keptText('PRACTICE', { ...LONG, bare: ['MNQ MNQZ6 long 1'] })).toBe(
    'MNQ MNQZ6 long 1 would be left WITHOUT a stop at the venue',
  );
});

test.each([
  ['k', 'keep'],
  [' F ', 'flatten'],
  ['stay', 'stay'],
  ['', undefined],
  ['yes', undefined],
])('the answer "%s" is %s', (line, choice) => {
  expect(choiceOf(line)).toBe(choice);
});
