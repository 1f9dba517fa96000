import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generatedFiles, staleFiles, tsconfigText, PROJECTS } from '../../../build/sync-tsconfig.ts';

interface Config {
  readonly compilerOptions: { readonly types?: readonly string[]; readonly rootDir: string };
  readonly exclude?: readonly string[];
  readonly references: readonly { readonly path: string }[];
}

function configOf(path: string): Config {
  const project = PROJECTS.find((candidate) => candidate.path === path);
  if (project === undefined) throw new Error(`no project ${path}`);
  return JSON.parse(tsconfigText(project)) as Config;
}

test('a room refers to the rooms it may import, and to no other', () => {
  expect(configOf('engine/strategies').references).toEqual([{ path: '../domain' }, { path: '../indicators' }]);
  expect(configOf('engine/domain').references).toEqual([]);
});

test('rooms inside a room are left out of it', () => {
  expect(configOf('engine/desk').exclude).toEqual(['core/**']);
  expect(configOf('engine/desk/core').compilerOptions.rootDir).toBe('../../..');
});

test('domain sees no ambient types of Node', () => {
  expect(configOf('engine/domain').compilerOptions.types).toBeUndefined();
});

test('missing files are told', () => {
  const empty = mkdtempSync(join(tmpdir(), 'pitwall-sync-'));
  try {
    expect(staleFiles(empty)).toHaveLength(generatedFiles().size);
  } finally {
    rmSync(empty, { recursive: true, force: true });
  }
});
