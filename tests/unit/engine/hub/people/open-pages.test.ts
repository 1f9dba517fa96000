import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CODE_LIFE_MS } from '../../../../../engine/hub/people/one-time-codes.ts';
import { OpenPages } from '../../../../../engine/hub/people/open-pages.ts';
import { ManualClock } from '../../../../../engine/ports/clock.ts';

const URL = 'http://127.0.0.1:3000/#open=code&strategy=MNQ';

let home: string;
let folder: string;
let clock: ManualClock;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'pwt-'));
  folder = join(home, 'run');
  mkdirSync(folder);
  clock = new ManualClock(1_000);
});
afterEach(() => rmSync(home, { recursive: true }));

test('a page leads to its link, runs nothing, and is for its owner alone; its name tells nothing', () => {
  const pages = new OpenPages(folder, clock, home);
  const file = pages.write('code', URL);
  const text = readFileSync(file, 'utf8');
  expect(text).toContain('content="0; url=http://127.0.0.1:3000/#open=code&amp;strategy=MNQ"');
  expect(text).toContain("default-src 'none'");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(file).not.toContain('code');
  expect(pages.write('other', URL)).not.toBe(file);
});

test('it goes when its code is used, when that is too old, and when the hub ends', () => {
  const pages = new OpenPages(folder, clock, home);
  const [used, old] = [pages.write('a', URL), pages.write('b', URL)];
  pages.remove('a');
  pages.remove('unknown');
  expect([existsSync(used), existsSync(old)]).toEqual([false, true]);
  clock.advance(CODE_LIFE_MS);
  expect(existsSync(old)).toBe(false);
  const last = pages.write('c', URL);
  pages.close();
  expect(existsSync(last)).toBe(false);
});

test('what a killed hub left is removed by the next one, and nothing else', () => {
  const left = new OpenPages(folder, clock, home).write('a', URL);
  writeFileSync(join(folder, 'secret'), '');
  const pages = new OpenPages(folder, clock, home);
  expect(existsSync(left)).toBe(false);
  expect(readdirSync(folder)).toEqual(['secret']);
  pages.close();
});

test('for a browser that is a snap it lies where that can read it, where there is such a folder', () => {
  const pages = new OpenPages(folder, clock, home);
  expect(dirname(pages.write('a', URL, 'firefox'))).toBe(folder);
  const common = join(home, 'snap', 'firefox', 'common');
  mkdirSync(common, { recursive: true });
  const file = pages.write('b', URL, 'firefox');
  expect(dirname(file)).toBe(common);
  pages.write('c', URL, 'firefox');
  expect(readdirSync(common)).toHaveLength(2);
  pages.close();
  expect(readdirSync(common)).toEqual([]);
});
