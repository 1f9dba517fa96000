import { expect, test } from 'vitest';
import {
  countsOf,
  failuresOf,
  lastWords,
  selectStages,
  stageCounts,
  STAGES,
} from '../../../../build/launch/stages.mjs';

const unit = STAGES.find((stage) => stage.name === 'unit');
const types = STAGES.find((stage) => stage.name === 'types');
if (unit === undefined || types === undefined) throw new Error('stages are gone');

test('without names every stage runs; with names those, and the build where they need it', () => {
  expect(selectStages([]).stages).toEqual(STAGES);
  expect(selectStages(['unit']).stages.map((stage) => stage.name)).toEqual(['unit']);
  expect(selectStages(['e2e']).stages.map((stage) => stage.name)).toEqual(['build', 'e2e']);
  expect(selectStages(['unit', 'engine/domain']).rest).toEqual(['engine/domain']);
});

test("the runners' reports are counted", () => {
  const vitest = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 };
  expect(countsOf('vitest', vitest)).toEqual({ passed: 5, failed: 1, skipped: 3 });
  const playwright = { stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 2 } };
  expect(countsOf('playwright', playwright)).toEqual({ passed: 4, failed: 1, skipped: 2 });
});

test('a check counts as one', () => {
  expect(stageCounts(types, 0)).toEqual({ passed: 1, failed: 0, skipped: 0 });
  expect(stageCounts(types, 2)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test('a runner that failed without a failed test, or without a report, still counts as a failure', () => {
  expect(stageCounts(unit, 1, () => ({ numPassedTests: 5, numFailedTests: 0 }))).toMatchObject({
    passed: 5,
    failed: 1,
  });
  expect(stageCounts(unit, 137, () => undefined)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test('the end of a run names the tests that failed and how', () => {
  const vitest = {
    testResults: [
      {
        name: 'a.test.ts',
        status: 'failed',
        assertionResults: [
          { fullName: 'adds', status: 'passed' },
          {
            fullName: 'subtracts',
            status: 'failed',
            failureMessages: ['\u001B[31mexpected 1\u001B[39m\n\n  to be 2', 'again'],
          },
        ],
      },
      { name: 'b.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
      { name: 'c.test.ts', status: 'passed', assertionResults: [{ fullName: 'is', status: 'passed' }] },
    ],
  };
  expect(failuresOf('vitest', vitest)).toEqual([
    'a.test.ts > subtracts\n      expected 1\n        to be 2',
    'b.test.ts\n      no such module',
  ]);
  const result = { errors: [{ message: 'timed out' }] };
  const specs = [
    { title: 'opens', tests: [{ status: 'unexpected', results: [result] }] },
    { title: 'closes', tests: [{ status: 'expected', results: [{ errors: [] }] }] },
  ];
  const playwright = { suites: [{ title: 'a.spec.ts', specs: [], suites: [{ title: 'page', specs }] }] };
  expect(failuresOf('playwright', playwright)).toEqual(['a.spec.ts > page > opens\n      timed out']);
});

test('the last lines say what failed, what kept it from beginning, and what to type', () => {
  expect(lastWords([{ stage: unit, status: 0 }])).toEqual([]);
  const failure = 'No Chromium';
  const browsers = STAGES.filter((stage) => stage.browser).map((stage) => ({ stage, status: 1, failure }));
  expect(lastWords([{ stage: unit, status: 0 }, { stage: types, status: 2 }, ...browsers])).toEqual([
    'Failed: Types (tsc -b), Integration tests, End-to-end tests (Chromium)',
    'No Chromium',
    'Again: npm test -- types integration e2e',
  ]);
});
