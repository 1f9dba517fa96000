import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readRoom, type Room, roomName } from '../../../../../engine/adapters/web/room.ts';
import { ROOM_KINDS } from '../../../../../engine/hub/telling/rooms.ts';

it('a room is read back from its name, whatever its key', () => {
  const room = fc.record({ kind: fc.constantFrom(...ROOM_KINDS), key: fc.string() });
  const alone = fc.record({ kind: fc.constantFrom(...ROOM_KINDS) });
  fc.assert(
    fc.property(fc.oneof(room, alone), (given: Room) => {
      expect(readRoom(roomName(given), ROOM_KINDS)).toEqual(given);
    }),
  );
});

it("a socket's own room is none of ours", () => {
  expect(readRoom('kX3-9fQ_aB71cDeFAAAB', ROOM_KINDS)).toBeUndefined();
  expect(readRoom('quotesMNQ', ROOM_KINDS)).toBeUndefined();
});

it('no kind has a space in it', () => {
  expect(ROOM_KINDS.filter((kind) => kind.includes(' '))).toEqual([]);
});
