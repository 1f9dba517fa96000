import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JournalRow } from '../../engine/domain/events.ts';
import { GENESIS, canonicalJson, rowHash } from '../../engine/store/schema/chain.ts';
import { checkFile } from '../../engine/store/checker/check-file.ts';
import { chain } from '../../engine/store/journal/journal-writer.ts';
import { emptyCommit, journalScript } from '../support/store/journal-script.ts';
import { StoreFolder } from '../support/store/store-folder.ts';
import { tamper } from '../support/store/tamper.ts';

const commits = journalScript({ seed: 5, steps: 60, eagerness: 5 });
const rows = commits.flatMap((commit) => commit.rows);

/** Does the chain over `given` end in the hash that it ended in when it was written? */
function agrees(given: readonly JournalRow[], hashes: readonly Buffer[]): boolean {
  let last: Buffer = GENESIS;
  return (
    given.length === hashes.length &&
    given.every((row, index) => {
      last = rowHash(last, row, canonicalJson(row.event));
      return row.seq === index + 1 && last.equals(hashes[index]!);
    })
  );
}

describe('the hash chain', () => {
  const written = chain(GENESIS, rows).map((row) => row.hash);

  test('holds for what was written, in one piece or many', () => {
    expect(agrees(rows, written)).toBe(true);
    let last: Buffer = GENESIS;
    const pieces = commits.flatMap((commit) => {
      const piece = chain(last, commit.rows).map((row) => row.hash);
      last = piece.at(-1) ?? last;
      return piece;
    });
    expect(pieces).toEqual(written);
  });

  test('sees any row gone, doubled, moved or changed in any field', () => {
    const at = fc.integer({ min: 0, max: rows.length - 1 });
    const change = fc.constantFrom('gone', 'doubled', 'swapped', 'step', 'time', 'book', 'interactive', 'event');
    fc.assert(
      fc.property(at, change, fc.integer({ min: 1, max: 1_000 }), (index, kind, by) => {
        const row = rows[index]!;
        const before = rows.slice(0, index);
        const after = rows.slice(index + 1);
        const others: Record<typeof kind, readonly JournalRow[]> = {
          gone: [...before, ...after],
          doubled: [...before, row, row, ...after],
          swapped:
            index === 0
              ? [rows[1]!, rows[0]!, ...rows.slice(2)]
              : [...before.slice(0, -1), row, before.at(-1)!, ...after],
          step: [...before, { ...row, step: row.step + by }, ...after],
          time: [...before, { ...row, timeMs: row.timeMs + by }, ...after],
          book: [...before, { ...row, book: `${row.book ?? ''}${by}` }, ...after],
          interactive: [...before, { ...row, interactive: !row.interactive }, ...after],
          event: [...before, { ...row, event: { type: 'Alarm', code: 'feed_back', message: String(by) } }, ...after],
        };
        expect(agrees(others[kind], written)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test('is the same for the same fact, in whatever order its fields were put down', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('the checker over the file', () => {
  test('sees any byte of any row that is changed', () => {
    const folder = new StoreFolder();
    const { journal } = folder.open();
    for (const commit of commits) journal.commit({ ...commit, durable: false });
    folder.closeAll();
    const seq = fc.integer({ min: 1, max: rows.length });
    const column = fc.constantFrom('event', 'hash');
    fc.assert(
      fc.property(seq, column, fc.nat(), fc.integer({ min: 1, max: 255 }), (row, name, place, flip) => {
        const id = 2 ** 33 + row;
        let original: string | Buffer = '';
        tamper(folder.path, (db) => {
          original = db.prepare(`SELECT ${name} FROM journal WHERE id = ?`).pluck().get(id) as string | Buffer;
          const bytes = Buffer.from(original);
          const index = place % bytes.length;
          // A text keeps to ASCII, so that it is stored as it is.
          bytes[index] = name === 'hash' ? bytes[index]! ^ flip : ((bytes[index]! + 1 + (flip % 90)) % 95) + 32;
          const changed = name === 'hash' ? bytes : bytes.toString('latin1');
          if (Buffer.from(changed).equals(Buffer.from(original))) bytes[index] = bytes[index] === 33 ? 34 : 33;
          db.prepare(`UPDATE journal SET ${name} = ? WHERE id = ?`).run(
            name === 'hash' ? bytes : bytes.toString('latin1'),
            id,
          );
        });
        const { findings } = checkFile(folder.path, { structure: false });
        tamper(folder.path, (db) => db.prepare(`UPDATE journal SET ${name} = ? WHERE id = ?`).run(original, id));
        expect(findings.count).toBeGreaterThan(0);
      }),
      { numRuns: 40 },
    );
    expect(checkFile(folder.path).findings.all()).toEqual([]);
    folder.dispose();
  });

  test('an empty run is sound', () => {
    const folder = new StoreFolder();
    folder.open().journal.commit(emptyCommit(3));
    expect(checkFile(folder.path).findings.all()).toEqual([]);
    folder.dispose();
  });
});
