import { readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { spillPath } from '../../../../../engine/store/journal/spill-file.ts';
import { SpillFolder, act } from '../../../../support/store/spill-folder.ts';

let folder: SpillFolder;
beforeEach(() => {
  folder = new SpillFolder();
});
afterEach(() => folder.dispose());

describe('the room for it', () => {
  const blocks = (name: string): number => statSync(join(folder.path, name)).blocks * 512;

  test('is on the disk before it is needed, for its owner alone', () => {
    folder.open({ spillBytes: 300_000, ballastBytes: 500_000 });
    for (const [name, bytes] of [
      ['journal.spill', 300_000],
      ['journal.ballast', 500_000],
    ] as const) {
      const { size, mode } = statSync(join(folder.path, name));
      expect([name, size, mode & 0o777]).toEqual([name, bytes, 0o600]);
      expect(blocks(name)).toBeGreaterThanOrEqual(bytes);
    }
  });

  test('is given again to a spill that lost it, and another size is taken', () => {
    folder.open({ spillBytes: 300_000 });
    folder.closeAll();
    truncateSync(spillPath(folder.path), 0);
    truncateSync(spillPath(folder.path), 300_000);
    expect(blocks('journal.spill')).toBe(0);
    folder.open({ spillBytes: 300_000, ballastBytes: 8_192 });
    expect(blocks('journal.spill')).toBeGreaterThanOrEqual(300_000);
    folder.closeAll();
    folder.open({ spillBytes: 400_000, ballastBytes: 16_384 });
    expect(blocks('journal.spill')).toBeGreaterThanOrEqual(400_000);
    expect(statSync(join(folder.path, 'journal.ballast')).size).toBe(16_384);
  });

  test('a start that wants none makes none, and leaves what is there', () => {
    const { journal } = folder.open({ spillBytes: 0 });
    expect(readdirSync(folder.path)).not.toContain('journal.ballast');
    expect(journal.health()).toMatchObject({ spillCapacityBytes: 0, ballast: false });
    expect(() => journal.spill(act(1))).toThrow('0 of 0 bytes are used');
    folder.closeAll();
    folder.open({ spillBytes: 300_000, ballastBytes: 8_192 });
    folder.closeAll();
    expect(folder.open({ spillBytes: 0 }).journal.health().ballast).toBe(true);
    expect(blocks('journal.spill')).toBeGreaterThanOrEqual(300_000);
  });

  test('no ballast where it would take more than half of what is free', () => {
    const { journal } = folder.open({ ballastBytes: 2 ** 50 });
    expect(journal.health().ballast).toBe(false);
    expect(folder.said.some((line) => line.includes('too little space for the ballast'))).toBe(true);
  });
});
