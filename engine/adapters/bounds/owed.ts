import type { Socket } from 'socket.io';
import { waiting } from './backlog.ts';

/**
 * Large answers that a socket asked for. While it has not taken what was sent before, an answer is owed: of each kind
 * one, made when it can be taken. So who asks without taking costs nothing.
 */
export class Owed {
  private readonly socket: Socket;
  private readonly owed = new Map<string, () => void>();

  constructor(socket: Socket) {
    this.socket = socket;
  }

  /** `send` emits the answer of a kind as it then is. */
  send(kind: string, send: () => void): void {
    if (this.owed.size === 0 && waiting(this.socket) === 0) {
      send();
      return;
    }
    if (this.owed.size === 0) this.socket.conn.once('drain', () => this.give());
    this.owed.set(kind, send);
  }

  private give(): void {
    const [first] = this.owed;
    if (first === undefined || !this.socket.connected) return;
    const [kind, send] = first;
    this.owed.delete(kind);
    send();
    if (this.owed.size > 0) this.socket.conn.once('drain', () => this.give());
  }
}
