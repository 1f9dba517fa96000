import { describe, expect, test } from 'vitest';
import { MOST_FILES, MOST_LINES, sizeBreaches } from '../../../build/check-sizes.ts';

const lines: Readonly<Record<string, number>> = {
  'a/long.ts': MOST_LINES + 1,
  'a/just.ts': MOST_LINES,
  'a/long.md': 999,
};
const many = (folder: string, count: number) => Array.from({ length: count }, (_each, i) => `${folder}/f${i}.ts`);

function found(files: readonly string[], larger: Readonly<Record<string, string>> = {}): readonly string[] {
  return sizeBreaches(files, (file) => lines[file] ?? 1, larger).map(({ file, message }) => `${file}: ${message}`);
}

describe('sizeBreaches', () => {
  test('a long file of source and a full folder are breaches; pages and folders below do not count', () => {
    expect(found(Object.keys(lines))).toEqual([`a/long.ts: has ${MOST_LINES + 1} lines; at most ${MOST_LINES}`]);
    expect(found([...many('b', MOST_FILES), ...many('b/c', MOST_FILES), 'b/page.md'])).toEqual([]);
    expect(found(many('b', MOST_FILES + 1))).toEqual([`b: has ${MOST_FILES + 1} files; at most ${MOST_FILES}`]);
  });

  test('what has a reason may be larger; a row that is not needed is a breach', () => {
    const files = [...Object.keys(lines), ...many('b', MOST_FILES + 1)];
    expect(found(files, { 'a/long.ts': 'why', b: 'why' })).toEqual([]);
    expect(found(files, { 'a/long.ts': 'why', b: 'why', 'a/just.ts': 'why' })).toEqual([
      'build/check-sizes.ts: a/just.ts is not too large: take its row out',
    ]);
  });
});
