import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { isNewEnough, pathWithoutProject, pickNode, pinnedNodePath } from '../../../../build/launch/runtime.mjs';

test('versions from 22.18 on can run the project', () => {
  expect(['20.20.2', '22.17.9', '22.18.0', '22.20.0', '23.0.0', '24.1.0'].map(isNewEnough)).toEqual([
    false,
    false,
    true,
    true,
    true,
    true,
  ]);
});

test('the pinned Node comes first, then an own one that is new enough, else a plain message', () => {
  const root = mkdtempSync(join(tmpdir(), 'pitwall-runtime-'));
  try {
    expect(pickNode(root, { path: '/own/node', version: '24.0.0' })).toBe('/own/node');
    expect(() => pickNode(root, { path: '/own/node', version: '20.20.2' })).toThrow(/22\.18 or newer/);
    const pinned = pinnedNodePath(root);
    if (pinned === undefined) return;
    mkdirSync(dirname(pinned), { recursive: true });
    writeFileSync(pinned, '');
    chmodSync(pinned, 0o755);
    expect(pickNode(root, { path: '/own/node', version: '20.20.2' })).toBe(pinned);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

test("npm's folder of the project is taken off the path", () => {
  const path = ['/p/node_modules/.bin', '/usr/bin', '/other/node_modules/.bin'].join(delimiter);
  expect(pathWithoutProject({ PATH: path }, '/p')).toBe(['/usr/bin', '/other/node_modules/.bin'].join(delimiter));
});
