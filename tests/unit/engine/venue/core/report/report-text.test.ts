import { expect, test } from 'vitest';
import { studyTable, table } from '../../../../../../engine/venue/core/report/report-text.ts';

test('tables are aligned: names left, figures right', () => {
  expect(
    table(
      ['name', 'n'],
      [
        ['a', '1'],
        ['long name', '12345'],
      ],
    ).split('\n'),
  ).toEqual(['name           n', '---------  -----', 'a              1', 'long name  12345']);
  const study = { trades: 12, grossTicks: 0.5, grossError: 0.25, costTicks: 1, netTicks: -0.5 };
  expect(studyTable([{ name: 'SIM MNQ', rule: 'at random', study }])).toMatch(
    /at random\s+12\s+0\.50\s+0\.25\s+2\.0\s+1\.00\s+-0\.50/,
  );
});
