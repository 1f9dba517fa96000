import { EventEmitter } from 'node:events';
import type { Socket } from 'socket.io';
import { expect, test } from 'vitest';
import { Owed } from '../../../../../engine/adapters/bounds/owed.ts';

test('while a socket has not taken what it got, it is owed one answer of a kind, made when it can be taken', () => {
  const conn = Object.assign(new EventEmitter(), { writeBuffer: [] as unknown[] });
  // As far as it is used.
  const owed = new Owed({ conn, connected: true } as unknown as Socket);
  const sent: string[] = [];
  const send = (kind: string, text: string): void =>
    owed.send(kind, () => {
      sent.push(text);
      conn.writeBuffer.push(text);
    });
  send('history', 'first');
  for (let n = 0; n < 118; n += 1) send('history', `again ${n}`);
  send('bars', 'bars');
  expect([sent, conn.writeBuffer.length]).toEqual([['first'], 1]);
  const drain = (): void => {
    conn.writeBuffer.length = 0;
    conn.emit('drain');
  };
  drain();
  expect(sent).toEqual(['first', 'again 117']);
  drain();
  drain();
  expect(sent).toEqual(['first', 'again 117', 'bars']);
  send('history', 'at once');
  expect(sent.at(-1)).toBe('at once');
});
