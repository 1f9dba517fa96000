import { describe, expect, test } from 'vitest';
import { importBreaches, roomCycle } from '../../../build/check-imports.ts';
import { ROOMS, type Room } from '../../../build/rooms.ts';
import { readFacts } from '../../../build/source-facts.ts';

function messages(file: string, text: string): readonly string[] {
  return importBreaches(file, readFacts(file, text).imports).map((breach) => breach.message);
}

describe('importBreaches', () => {
  test('finds a forbidden import, in every form an import can take', () => {
    const forms = [
      `import { x } from '../store/x.ts';`,
      `import type { X } from '../store/x.ts';`,
      `import '../store/x.ts';`,
      `export { x } from '../store/x.ts';`,
      `export * from '../store/x.ts';`,
      `const m = await import('../store/x.ts');`,
      `type X = import('../store/x.ts').X;`,
    ];
    for (const form of forms) {
      expect(messages('engine/domain/y.ts', form), form).toEqual([
        `room engine/domain may not import room engine/store ('../store/x.ts')`,
      ]);
    }
  });

  test('names the line', () => {
    const text = `// first\n// second\nimport '../risk/x.ts';\n`;
    expect(importBreaches('engine/domain/y.ts', readFacts('engine/domain/y.ts', text).imports)[0]?.line).toBe(3);
  });

  test('allows what the table allows, and a room its own files', () => {
    expect(messages('engine/risk/a.ts', `import '../domain/b.ts'; import './c.ts';`)).toEqual([]);
    expect(messages('engine/desk/main.ts', `import './core/desk.ts'; import 'node:fs'; import 'pino';`)).toEqual([]);
  });

  test('allowing a room does not allow the room inside it, nor the other way round', () => {
    expect(messages('renderer/state/a.ts', `import '../../engine/wire/b.ts';`)).toEqual([]);
    expect(messages('renderer/state/a.ts', `import '../../engine/wire/link/b.ts';`)).toHaveLength(1);
    expect(messages('engine/desk/core/a.ts', `import '../main.ts';`)).toHaveLength(1);
  });

  test('domain imports no builtin and no package; pure rooms no builtin that does I/O', () => {
    expect(messages('engine/domain/a.ts', `import 'node:assert';`)).toHaveLength(1);
    expect(messages('engine/domain/a.ts', `import 'zod';`)).toHaveLength(1);
    expect(messages('engine/desk/core/a.ts', `import 'node:fs';`)).toHaveLength(1);
    expect(messages('engine/desk/core/a.ts', `import 'node:crypto';`)).toEqual([]);
  });

  test('asks for the prefix of builtins and for file endings', () => {
    expect(messages('engine/host/a.ts', `import 'fs';`)).toHaveLength(1);
    expect(messages('engine/host/a.ts', `import './b';`)).toHaveLength(1);
  });

  test('refuses what lies in no room', () => {
    expect(messages('engine/host/a.ts', `import '../../tests/support/x.ts';`)).toHaveLength(1);
    expect(messages('engine/host/a.ts', `import '../../../elsewhere.ts';`)).toHaveLength(1);
  });
});

describe('roomCycle', () => {
  test('the table has no ring', () => {
    expect(roomCycle()).toEqual([]);
  });

  test('finds a ring', () => {
    const room = (path: string, allows: readonly string[]): Room => ({
      path,
      allows,
      runtime: 'bare',
      builtins: [],
      packages: [],
    });
    expect(roomCycle([room('a', ['b']), room('b', ['c']), room('c', ['b'])])).toEqual(['b', 'c', 'b']);
  });

  test('the table allows only rooms that exist', () => {
    const paths = new Set(ROOMS.map((room) => room.path));
    for (const room of ROOMS)
      for (const allowed of room.allows) expect(paths, `${room.path}: ${allowed}`).toContain(allowed);
  });
});
