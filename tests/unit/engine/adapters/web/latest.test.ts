import { EventEmitter } from 'node:events';
import type { Namespace } from 'socket.io';
import { expect, test } from 'vitest';
import { LatestSender } from '../../../../../engine/adapters/web/latest.ts';

type Events = { readonly tick: (payload: number) => void; readonly quote: (payload: string) => void };

/** A socket whose transport takes nothing while `packets` wait. */
class FakeSocket extends EventEmitter {
  readonly id = 'one';
  readonly conn = Object.assign(new EventEmitter(), { writeBuffer: [] as unknown[] });
  readonly heard: unknown[] = [];
  readonly rooms = new Set<string>();
  readonly nsp = {
    to: () => ({ flags: {}, emit: (event: string, payload: unknown) => this.emit(event, payload) }),
  };
  override emit(event: string, ...payload: unknown[]): boolean {
    if (event === 'disconnect') return super.emit(event, ...payload);
    this.heard.push([event, ...payload]);
    return true;
  }
  join(room: string): void {
    this.rooms.add(room);
  }
  leave(room: string): void {
    this.rooms.delete(room);
  }
  wait(packets: number): void {
    this.conn.writeBuffer.length = packets;
  }
}

function rig(): { socket: FakeSocket; sender: LatestSender<Events> } {
  const socket = new FakeSocket();
  const all = {
    flags: {},
    emit: (event: string, payload: unknown) => socket.rooms.size > 0 || socket.emit(event, payload),
  };
  const nsp = { name: '/', sockets: new Map([[socket.id, socket]]), adapter: { rooms: new Map() }, except: () => all };
  return { socket, sender: new LatestSender<Events>(nsp as unknown as Namespace) };
}

test('a slow reader gets the latest of each kind when it takes something again', () => {
  const { socket, sender } = rig();
  sender.send(undefined, 'tick', 1);
  socket.wait(20);
  for (const n of [2, 3, 4]) sender.send(undefined, 'tick', n);
  sender.send(undefined, 'quote', 'a', 'quote MNQ');
  expect(socket.heard).toEqual([['tick', 1]]);
  expect(sender.slow).toBe(1);
  socket.wait(0);
  socket.conn.emit('drain');
  expect(socket.heard).toEqual([
    ['tick', 1],
    ['tick', 4],
    ['quote', 'a'],
  ]);
  sender.send(undefined, 'tick', 5);
  expect(socket.heard.at(-1)).toEqual(['tick', 5]);
});

test('a socket that is slow again and again keeps no listener of its slow spells', () => {
  const { socket, sender } = rig();
  for (let spell = 0; spell < 50; spell += 1) {
    socket.wait(20);
    sender.send(undefined, 'tick', spell);
    socket.wait(0);
    socket.conn.emit('drain');
  }
  expect(socket.listenerCount('disconnect')).toBe(0);
  expect(socket.conn.listenerCount('drain')).toBe(0);
  expect(sender.slow).toBe(0);
});

test('nothing is left of a slow socket that goes away', () => {
  const { socket, sender } = rig();
  socket.wait(20);
  sender.send(undefined, 'tick', 1);
  socket.emit('disconnect');
  expect(sender.slow).toBe(0);
  expect(socket.conn.listenerCount('drain')).toBe(0);
});
