import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isEngineEntry } from '../../../../build/entries.ts';
import { COMMANDS } from '../../../../build/launch/commands.mjs';

test('every command is a script of package.json, and every bundled entry follows the rule for entries', () => {
  const manifest = readFileSync(join(import.meta.dirname, '../../../../package.json'), 'utf8');
  const { scripts } = JSON.parse(manifest) as { scripts: Record<string, string> };
  for (const [name, { entry }] of Object.entries(COMMANDS)) {
    expect(scripts[name], name).toBe(`node build/run.mjs ${name}`);
    if (entry.startsWith('dist/')) expect(isEngineEntry(entry.slice(5).replace(/\.js$/, '.ts')), entry).toBe(true);
  }
});
