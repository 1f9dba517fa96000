// @ts-check
/** The stages of `npm test`, and how their results are counted. */
import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {{ name: string, title: string, args: readonly string[], report?: string, kind: 'check' | 'vitest' | 'playwright', browser?: true }} Stage
 */

const REPORTS = '.cache/test-reports';

/** How much of each failure the summary repeats. */
const FAILURE_LINES = 6;

/**
 * @param {string} name
 * @param {string} title
 * @param {readonly string[]} args
 * @returns {Stage}
 */
const check = (name, title, args) => ({ name, title, args, kind: 'check' });

/**
 * @param {string} name
 * @param {string} title
 * @returns {Stage}
 */
const vitest = (name, title) => ({
  name,
  title,
  kind: 'vitest',
  report: `${REPORTS}/${name}.json`,
  args: [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    name,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${REPORTS}/${name}.json`,
  ],
});

/** @type {readonly Stage[]} */
export const STAGES = [
  check('build', 'Build', ['build/setup.mjs']),
  check('types', 'Types (tsc -b)', ['node_modules/typescript/bin/tsc', '-b']),
  check('lint', 'Lint (oxlint)', ['node_modules/oxlint/bin/oxlint', '--type-aware', '.']),
  check('format', 'Format (prettier)', ['build/format.ts', '--check']),
  check('architecture', 'Architecture checks', ['build/check-architecture.ts']),
  vitest('unit', 'Unit tests'),
  vitest('property', 'Property tests'),
  vitest('golden', 'Golden tests'),
  // The desktop program's tests open real windows in Chromium.
  { ...vitest('integration', 'Integration tests'), browser: true },
  {
    name: 'e2e',
    title: 'End-to-end tests (Chromium)',
    kind: 'playwright',
    browser: true,
    report: `${REPORTS}/e2e.json`,
    args: ['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json', '--pass-with-no-tests'],
  },
];

/** Stages that run what was built, not only the sources. */
const NEED_BUILD = ['golden', 'integration', 'e2e'];

/**
 * Splits the arguments of `npm test --` into the stages named and what is passed on to the test runners.
 * @param {readonly string[]} args
 */
export function selectStages(args, stages = STAGES) {
  const names = new Set(stages.map((stage) => stage.name));
  const chosen = args.filter((arg) => names.has(arg));
  if (chosen.some((name) => NEED_BUILD.includes(name))) chosen.push('build');
  return {
    stages: chosen.length === 0 ? stages : stages.filter((stage) => chosen.includes(stage.name)),
    rest: args.filter((arg) => !names.has(arg)),
  };
}

/**
 * @param {Record<string, unknown>} report
 * @param {string} key
 */
function numberAt(report, key) {
  const value = report[key];
  return typeof value === 'number' ? value : 0;
}

/**
 * @param {Stage['kind']} kind
 * @param {Record<string, unknown>} report as the runner's JSON reporter wrote it
 * @returns {Counts}
 */
export function countsOf(kind, report) {
  if (kind === 'playwright') {
    const stats = /** @type {Record<string, unknown>} */ (report['stats'] ?? {});
    return {
      passed: numberAt(stats, 'expected') + numberAt(stats, 'flaky'),
      failed: numberAt(stats, 'unexpected'),
      skipped: numberAt(stats, 'skipped'),
    };
  }
  return {
    passed: numberAt(report, 'numPassedTests'),
    failed: numberAt(report, 'numFailedTests'),
    skipped: numberAt(report, 'numPendingTests') + numberAt(report, 'numTodoTests'),
  };
}

/**
 * What a finished stage adds to the sum. A check counts as one. A runner that failed without a failed test (a crash, an
 * error outside any test, no report) counts as one failure, so that the sum never looks better than the status.
 * @param {Stage} stage
 * @param {number} status
 * @returns {Counts}
 */
export function stageCounts(stage, status, read = readReport) {
  if (stage.kind === 'check') return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0 };
  const report = stage.report === undefined ? undefined : read(stage.report);
  const counts = report === undefined ? { passed: 0, failed: 0, skipped: 0 } : countsOf(stage.kind, report);
  return status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/**
 * @param {unknown} value
 * @returns {readonly Record<string, unknown>[]}
 */
function rows(value) {
  return Array.isArray(value) ? /** @type {Record<string, unknown>[]} */ (value) : [];
}

/** @param {unknown} value */
const text = (value) => (typeof value === 'string' ? value : '');

/**
 * @param {string} name
 * @param {unknown} message
 */
function failure(name, message) {
  const lines = stripVTControlCharacters(text(message)).split('\n');
  return [name, ...lines.filter((line) => line.trim() !== '').slice(0, FAILURE_LINES)].join('\n      ');
}

/**
 * @param {Record<string, unknown>} suite one of a Playwright report's nested suites
 * @param {readonly string[]} path
 * @returns {readonly string[]}
 */
function failedSpecs(suite, path) {
  const here = [...path, text(suite['title'])];
  const specs = rows(suite['specs']).flatMap((spec) => {
    const unexpected = rows(spec['tests']).filter((test) => test['status'] === 'unexpected');
    return unexpected.map((test) => {
      const error = rows(test['results'])
        .flatMap((result) => rows(result['errors']))
        .at(0);
      return failure([...here, text(spec['title'])].join(' > '), error?.['message']);
    });
  });
  return [...specs, ...rows(suite['suites']).flatMap((inner) => failedSpecs(inner, here))];
}

/**
 * Which tests of a runner's report failed and how each failure begins, so that the end of a log tells what to look at.
 * @param {Stage['kind']} kind
 * @param {Record<string, unknown>} report as the runner's JSON reporter wrote it
 * @returns {readonly string[]}
 */
export function failuresOf(kind, report) {
  if (kind === 'playwright') return rows(report['suites']).flatMap((suite) => failedSpecs(suite, []));
  return rows(report['testResults']).flatMap((file) => {
    const failed = rows(file['assertionResults']).filter((test) => test['status'] === 'failed');
    if (failed.length === 0) return file['status'] === 'failed' ? [failure(text(file['name']), file['message'])] : [];
    return failed.map((test) => {
      const messages = test['failureMessages'];
      const first = Array.isArray(messages) ? /** @type {unknown[]} */ (messages)[0] : undefined;
      return failure(`${text(file['name'])} > ${text(test['fullName'])}`, first);
    });
  });
}

/**
 * The end of a run that failed: which stages, what kept one from beginning, and what to type to run them again.
 * @param {readonly { stage: Stage, status: number, failure?: string | undefined }[]} results
 * @returns {readonly string[]}
 */
export function lastWords(results) {
  const failed = results.filter(({ status }) => status !== 0);
  if (failed.length === 0) return [];
  const titles = failed.map(({ stage }) => stage.title).join(', ');
  const reasons = new Set(failed.flatMap(({ failure }) => (failure === undefined ? [] : [failure])));
  return [`Failed: ${titles}`, ...reasons, `Again: npm test -- ${failed.map(({ stage }) => stage.name).join(' ')}`];
}

/**
 * @param {Stage} stage
 * @returns {readonly string[]}
 */
export function stageFailures(stage, read = readReport) {
  const report = stage.report === undefined ? undefined : read(stage.report);
  return report === undefined ? [] : failuresOf(stage.kind, report);
}

/**
 * @param {string} file
 * @returns {Record<string, unknown> | undefined}
 */
function readReport(file) {
  try {
    return /** @type {Record<string, unknown>} */ (JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined; // the runner ended before it wrote one; its status tells
  }
}
