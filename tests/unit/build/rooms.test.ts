import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOMS } from '../../../build/rooms.ts';

test('the README names every room of the engine, and no other', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8');
  const block = /```\nelectron\/[^]*?engine\/\n([^]*?)\nrenderer\//.exec(readme)?.[1] ?? '';
  const named = block.split('\n').flatMap((line) => /^ {2}(\w+)\/ +\S/.exec(line)?.[1] ?? []);
  const rooms = new Set(ROOMS.flatMap(({ path }) => (path.startsWith('engine/') ? [path.split('/')[1] ?? ''] : [])));
  expect(named.sort()).toEqual([...rooms].sort());
});
