import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UPLOAD_IDLE_MS, Uploads } from '../../../../../engine/hub/uploads/uploads.ts';
import { ManualClock } from '../../../../../engine/ports/clock.ts';
import { isExported } from '../../../../../engine/store/data-files.ts';

let folder = '';
let clock: ManualClock;
let uploads: Uploads;
const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const files = (): string[] => readdirSync(folder);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pitwall-uploads-'));
  clock = new ManualClock();
  uploads = new Uploads({ folder, clock, freeBytes: () => Promise.resolve(2 ** 40) });
});
afterEach(async () => {
  await uploads.close();
  rmSync(folder, { recursive: true });
});

test('pieces become the file, which is private and no part of an export', async () => {
  const { id, path } = await uploads.begin('ann', 'a.csv', 10);
  expect(await uploads.write('ann', id, 0, text('01234'))).toBe(5);
  // The answer was lost on the way: the same piece comes again.
  expect(await uploads.write('ann', id, 0, text('01234'))).toBe(5);
  expect(await uploads.write('ann', id, 5, text('56789'))).toBe(10);
  expect(readFileSync(path, 'utf8')).toBe('0123456789');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(files().map(isExported)).toEqual([false]);
  expect(await uploads.read('ann', id, ({ name }) => Promise.resolve(name))).toBe('a.csv');
  await uploads.drop('ann', id);
  expect(files()).toEqual([]);
});

test('a hole, more bytes than were said, and a file that is not whole are refused', async () => {
  const { id } = await uploads.begin('ann', 'a.csv', 10);
  await expect(uploads.write('ann', id, 4, text('x'))).rejects.toMatchObject({ code: 'conflict' });
  await expect(uploads.write('ann', id, 0, text('01234567890'))).rejects.toMatchObject({ code: 'bad_request' });
  await expect(uploads.write('ann', id, 0, text(''))).rejects.toMatchObject({ code: 'bad_request' });
  await expect(uploads.read('ann', id, () => Promise.resolve(1))).rejects.toThrow(
    'expected 10 bytes of a.csv, found 0',
  );
});

test("nobody has another one's file", async () => {
  const { id } = await uploads.begin('ann', 'a.csv', 1);
  await expect(uploads.write('bert', id, 0, text('x'))).rejects.toMatchObject({ code: 'not_found' });
  await expect(uploads.drop('bert', id)).rejects.toMatchObject({ code: 'not_found' });
  await expect(uploads.drop('ann', '../../etc')).rejects.toMatchObject({ code: 'not_found' });
});

test("a user's oldest gives way, unless it is read; of all there are four", async () => {
  const first = await uploads.begin('ann', 'a.csv', 1);
  const second = await uploads.begin('ann', 'b.csv', 1);
  await uploads.begin('ann', 'c.csv', 1);
  expect(existsSync(first.path)).toBe(false);
  await uploads.write('ann', second.id, 0, text('x'));
  const { promise, resolve } = Promise.withResolvers<number>();
  const reading = uploads.read('ann', second.id, () => promise);
  await expect(uploads.drop('ann', second.id)).rejects.toMatchObject({ code: 'conflict' });
  const fourth = await uploads.begin('ann', 'd.csv', 1);
  expect(existsSync(second.path)).toBe(true);
  resolve(1);
  await reading;
  await uploads.begin('bert', 'e.csv', 1);
  await uploads.begin('bert', 'f.csv', 1);
  await expect(uploads.begin('cleo', 'g.csv', 1)).rejects.toMatchObject({ code: 'conflict' });
  expect(existsSync(fourth.path)).toBe(true);
});

test('one that nobody touches goes, one that is read does not', async () => {
  const idle = await uploads.begin('ann', 'a.csv', 1);
  const { id, path } = await uploads.begin('bert', 'b.csv', 1);
  await uploads.write('bert', id, 0, text('x'));
  const { promise, resolve } = Promise.withResolvers<number>();
  const reading = uploads.read('bert', id, () => promise);
  clock.advance(UPLOAD_IDLE_MS + 1);
  await expect.poll(() => existsSync(idle.path)).toBe(false);
  expect(existsSync(path)).toBe(true);
  resolve(1);
  await reading;
  clock.advance(UPLOAD_IDLE_MS + 1);
  await expect.poll(() => existsSync(path)).toBe(false);
});

test('a disk without room for the journal takes nothing', async () => {
  const tight = new Uploads({ folder, clock, freeBytes: () => Promise.resolve(2 ** 30 + 100) });
  await expect(tight.begin('ann', 'a.csv', 51)).rejects.toThrow('1024 MB are kept for the journal');
  expect(files()).toEqual([]);
  expect((await tight.begin('ann', 'a.csv', 50)).bytes).toBe(50);
  await tight.close();
});

test('what an earlier hub left is swept, and nothing else', async () => {
  writeFileSync(join(folder, 'upload-abc_-1.part'), 'x');
  writeFileSync(join(folder, 'pitwall.db'), 'x');
  await uploads.sweep();
  expect(files()).toEqual(['pitwall.db']);
});
