import { describe, expect, test } from 'vitest';
import { cycleBreaches } from '../../../build/check-cycles.ts';

function found(graph: Readonly<Record<string, readonly string[]>>): readonly string[] {
  const imports = new Map(
    Object.entries(graph).map(([file, to]) => [file, to.map((specifier) => ({ specifier, line: 1 }))]),
  );
  return cycleBreaches(imports).map(({ file, message }) => `${file}: ${message}`);
}

describe('cycleBreaches', () => {
  test('a tree, two ways to one file, and packages are no ring', () => {
    expect(
      found({
        'a/top.ts': ['./left.ts', './right.ts', 'zod', 'node:fs'],
        'a/left.ts': ['../b/low.ts'],
        'a/right.ts': ['../b/low.ts', './nowhere.ts'],
        'b/low.ts': [],
      }),
    ).toEqual([]);
  });

  test('each ring is told once, with all its files and without those that only lead to it', () => {
    expect(
      found({
        'a/in.ts': ['./one.ts'],
        'a/one.ts': ['../b/two.ts', './out.ts'],
        'b/two.ts': ['./three.ts'],
        'b/three.ts': ['../a/one.ts', '../b/two.ts'],
        'a/out.ts': ['./self.ts'],
        'a/self.ts': ['./self.ts'],
      }),
    ).toEqual([
      'a/self.ts: in a ring of imports with itself',
      'a/one.ts: in a ring of imports with b/three.ts, b/two.ts',
    ]);
  });

  test('rings that share no file are told apart', () => {
    expect(found({ 'a.ts': ['./b.ts'], 'b.ts': ['./a.ts', './c.ts'], 'c.ts': ['./d.ts'], 'd.ts': ['./c.ts'] })).toEqual(
      ['c.ts: in a ring of imports with d.ts', 'a.ts: in a ring of imports with b.ts'],
    );
  });
});
