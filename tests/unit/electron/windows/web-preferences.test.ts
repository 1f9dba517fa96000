import { expect, test } from 'vitest';
import { pagePreferences } from '../../../../electron/windows/web-preferences.ts';

const CLOSED = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  webviewTag: false,
};

test('a page is isolated, sandboxed and without Node', () => {
  expect(pagePreferences('/preload.cjs')).toMatchObject({ preload: '/preload.cjs', ...CLOSED });
});

test('a page that is not the cockpit has no preload', () => {
  expect(pagePreferences()).toMatchObject(CLOSED);
  expect(pagePreferences()).not.toHaveProperty('preload');
});
