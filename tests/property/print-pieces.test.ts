import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PrintColumns, type Prints, type Taker } from '../../engine/domain/recording/prints.ts';
import { decodePrints, encodePrints, packPrints, unpackedBytes } from '../../engine/store/schema/print-pieces.ts';

const rowsOf = ({ length, timeMs, priceTicks, size, taker }: Prints): readonly (readonly number[])[] =>
  Array.from({ length }, (_, i) => [timeMs[i] ?? 0, priceTicks[i] ?? 0, size[i] ?? 0, taker[i] ?? 0]);

const print = fc.tuple(
  fc.oneof(fc.nat(3), fc.nat(5_000_000_000)),
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  fc.nat(2 ** 31 - 1),
  fc.constantFrom<Taker>(0, 1, -1),
);

test('prints come back as they were written', () => {
  fc.assert(
    fc.property(fc.array(print, { maxLength: 60 }), fc.nat(2_000_000_000_000), (rows, startMs) => {
      const prints = new PrintColumns();
      let timeMs = startMs;
      for (const [afterMs, price, size, taker] of rows) prints.add((timeMs += afterMs), price, size, taker);
      const back = new PrintColumns();
      decodePrints(encodePrints(prints, 0, prints.length), back);
      expect(rowsOf(back)).toEqual(rowsOf(prints));
    }),
  );
});

test('many prints are cut into pieces, take few bytes, and a broken piece is said', () => {
  const prints = new PrintColumns();
  let [timeMs, price] = [Date.parse('2026-03-04T15:00:00Z'), 96_000];
  // Digits of a hash: the same at each run, and no pattern for the packing to find.
  for (let i = 0; i < 40_000; i += 1) {
    const chance = createHash('md5').update(String(i)).digest();
    timeMs += chance.readUInt8(0) % 40;
    price += (chance.readUInt8(1) % 3) - 1;
    prints.add(timeMs, price, 1 + (chance.readUInt8(2) % 4), chance.readUInt8(3) % 2 === 0 ? 1 : -1);
  }
  const pieces = [...packPrints(prints)];
  expect(pieces.map(({ count }) => count)).toEqual([16_384, 16_384, 7_232]);
  const bytes = pieces.map(({ base64 }) => Buffer.from(base64, 'base64'));
  expect(bytes.reduce((sum, { length }) => sum + length, 0) / prints.length).toBeLessThan(3);
  const back = new PrintColumns();
  pieces.forEach(({ count }, i) => decodePrints(unpackedBytes(bytes[i] ?? Buffer.alloc(0), count), back));
  expect(rowsOf(back)).toEqual(rowsOf(prints));
  expect(() => unpackedBytes((bytes[0] ?? Buffer.alloc(0)).subarray(0, 100), 16_384)).toThrow(/cannot be unpacked/);
  expect(() => unpackedBytes(bytes[0] ?? Buffer.alloc(0), 10)).toThrow(/a piece of 10 prints cannot be unpacked/);
});
