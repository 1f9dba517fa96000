import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isStale, markBuilt, sourceHash } from '../../../../build/launch/sources.mjs';

test('what is built is stale when a source changed, came or went, not when its date did', () => {
  const root = mkdtempSync(join(tmpdir(), 'pitwall-sources-'));
  const file = join(root, 'engine/domain/a.ts');
  try {
    mkdirSync(join(root, 'engine/domain'), { recursive: true });
    writeFileSync(file, '1');
    expect(isStale('engine', root)).toBe(true);
    markBuilt('engine', sourceHash('engine', root), root);
    expect(isStale('engine', root)).toBe(false);
    utimesSync(file, 1, 1);
    expect(isStale('engine', root)).toBe(false);
    writeFileSync(file, '2');
    expect(isStale('engine', root)).toBe(true);
    markBuilt('engine', sourceHash('engine', root), root);
    writeFileSync(join(root, 'engine/domain/b.ts'), '');
    expect(isStale('engine', root)).toBe(true);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
