import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { takeLease } from '../../../../engine/store/lease.ts';
import { StoreProblem } from '../../../../engine/store/schema/problem.ts';
import { StoreFolder } from '../../../support/store/store-folder.ts';

let folder: StoreFolder;
beforeEach(() => {
  folder = new StoreFolder();
});
afterEach(() => folder.dispose());

function problem(act: () => unknown): StoreProblem {
  try {
    act();
  } catch (error) {
    if (error instanceof StoreProblem) return error;
    throw error;
  }
  throw new Error('expected a StoreProblem, nothing was thrown');
}

describe('takeLease', () => {
  test('the epoch rises with each lease', () => {
    const dataDir = join(folder.path, 'new', 'folder');
    const first = takeLease(dataDir);
    first.release();
    const second = takeLease(dataDir);
    second.release();
    expect([first.epoch, second.epoch]).toEqual([1, 2]);
    expect(readFileSync(join(dataDir, 'epoch'), 'utf8')).toBe('2\n');
  });

  test('a second instance is refused, naming the first where it left a note', () => {
    const lease = takeLease(folder.path);
    expect(problem(() => takeLease(folder.path)).message).toContain(`already runs on ${folder.path}.`);
    const note = { pid: 4711, hub: 'http://127.0.0.1:3000', tokenFile: 'owner.token', runtimeDir: 'run' };
    writeFileSync(join(folder.path, 'instance.json'), JSON.stringify(note));
    const found = problem(() => takeLease(folder.path));
    expect(found.code).toBe('lease_held');
    expect(found.message).toContain('(pid 4711, http://127.0.0.1:3000)');
    lease.release();
    const next = takeLease(folder.path);
    expect(next.epoch).toBe(2);
    next.release();
  });

  test('a lost or broken counter gives no epoch twice: the file remembers', () => {
    folder.open({ epoch: 41 });
    folder.closeAll();
    const lease = takeLease(folder.path);
    lease.release();
    expect(lease.epoch).toBe(42);
    writeFileSync(join(folder.path, 'epoch'), 'rubbish');
    const again = takeLease(folder.path);
    again.release();
    expect(again.epoch).toBe(42);
  });

  test('an unwritable folder: below a file, or with the counter in the way', () => {
    writeFileSync(join(folder.path, 'file'), '');
    expect(problem(() => takeLease(join(folder.path, 'file', 'data'))).code).toBe('unwritable');
    mkdirSync(join(folder.path, 'epoch.part'));
    expect(problem(() => takeLease(folder.path)).code).toBe('unwritable');
    rmSync(join(folder.path, 'epoch.part'), { recursive: true });
    takeLease(folder.path).release();
  });
});
