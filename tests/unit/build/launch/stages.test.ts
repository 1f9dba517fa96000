import { expect, test } from 'vitest';
import { countsOf, selectStages, stageCounts, STAGES } from '../../../../build/launch/stages.mjs';

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
