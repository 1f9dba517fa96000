import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { AccountWatch } from '../../../../electron/controls/account-watch.ts';
import { OwnWire } from '../../../../engine/adapters/link/own-wire.ts';
import type { Picture } from '../../../../electron/parts/picture.ts';

class FakeSocket extends EventEmitter {
  readonly sent: unknown[] = [];
  connects = 0;

  override emit(event: string, payload?: unknown): boolean {
    this.sent.push([event, payload]);
    return true;
  }

  /** As from the server. */
  hear(event: string, payload?: unknown): void {
    super.emit(event, payload);
  }

  connect(): void {
    this.connects += 1;
  }

  disconnect(): void {}
}

function watching() {
  const socket = new FakeSocket();
  const warnings: string[] = [];
  const pictures: Picture[] = [];
  const timers: (() => void)[] = [];
  const watch = new AccountWatch({
    wire: new OwnWire({ hub: 'http://127.0.0.1:3000', tokenFile: '/none', runtimeDir: '/none' }),
    connect: () => socket,
    after: (_ms, callback) => void timers.push(callback),
    warn: (message) => void warnings.push(message),
  });
  watch.onPicture((picture) => pictures.push(picture));
  return { socket, watch, warnings, pictures, timers };
}

test('it subscribes at each connection', () => {
  const { socket } = watching();
  socket.hear('connect');
  socket.hear('connect');
  expect(socket.sent).toEqual([
    ['pitwall:subscribe', null],
    ['pitwall:subscribe', null],
  ]);
});

test('what is not as declared is refused, told a few times, and changes nothing', () => {
  const { socket, pictures, warnings } = watching();
  for (let n = 0; n < 9; n += 1) socket.hear('pitwall:account', { books: 'none' });
  expect(pictures).toEqual([]);
  expect(warnings).toHaveLength(3);
});

test('a lost hub makes the picture the last known one; sent away by the server, it connects again', () => {
  const { socket, pictures, timers } = watching();
  socket.hear('disconnect', 'transport close');
  expect(pictures.at(-1)?.isFresh).toBe(false);
  expect(timers).toHaveLength(0);
  socket.hear('disconnect', 'io server disconnect');
  timers[0]?.();
  expect(socket.connects).toBe(1);
});

test('alarms and market hours pass', () => {
  const { socket, watch } = watching();
  const alarms: string[] = [];
  watch.onAlarm(({ message }) => alarms.push(message));
  const timestamp = '2026-11-20T14:30:00.000Z';
  socket.hear('pitwall:alarm', {
    id: 'a',
    code: 'x',
    strategy: null,
    message: 'stale',
    severity: 'warning',
    timestamp,
  });
  socket.hear('market:status', { isOpen: false, nextOpen: null, nextClose: null, timestamp });
  expect([alarms, watch.isMarketOpen]).toEqual([['stale'], false]);
});
