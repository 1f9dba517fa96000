import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { expect, test } from 'vitest';
import type { Crash } from '../../../../electron/parts/crash-reports.ts';
import { CrashWatch } from '../../../../electron/controls/crash-watch.ts';
import type { Notice } from '../../../../electron/controls/notices.ts';

function watched() {
  const reports: Crash[] = [];
  const told: Notice[] = [];
  const warned: string[] = [];
  const started: object[] = [];
  const watch = new CrashWatch({
    reports: { write: (crash) => `/reports/${reports.push(crash)}.json` },
    notices: { tell: (notice) => void told.push(notice) },
    warn: (message) => void warned.push(message),
  });
  const app = new EventEmitter();
  watch.watch(app as unknown as Pick<App, 'on'>, { start: (options) => void started.push(options ?? {}) });
  const gone = (details: object): boolean => app.emit('child-process-gone', {}, details);
  return { watch, reports, told, warned, started, gone };
}

test('a child or a page that crashed: report, line in the log, notification that names the report', () => {
  const { watch, reports, told, warned } = watched();
  watch.childEnded('hub', 9);
  watch.crashed({ what: 'page', reason: 'oom', exitCode: 5 });
  expect(reports.map(({ what }) => what)).toEqual(['hub', 'page']);
  expect(told.map(({ title }) => title)).toEqual(['hub crashed', 'A cockpit window crashed']);
  expect(told[0]?.text).toContain('/reports/1.json');
  expect(warned).toHaveLength(2);
});

test('an end in order is no crash', () => {
  const { watch, reports, told } = watched();
  watch.childEnded('MNQ', 0);
  expect([reports, told]).toEqual([[], []]);
});

test("Electron's own processes are reported; our children are told of by their host, once", () => {
  const { reports, told, gone, started } = watched();
  gone({ type: 'GPU', reason: 'crashed', exitCode: 11 });
  gone({ type: 'Utility', name: 'Pitwall hub', reason: 'crashed', exitCode: 9 });
  gone({ type: 'GPU', reason: 'clean-exit', exitCode: 0 });
  expect(reports).toEqual([{ what: 'GPU', reason: 'crashed', exitCode: 11 }]);
  expect(told).toEqual([]);
  expect(started).toEqual([{ uploadToServer: false }]);
});
