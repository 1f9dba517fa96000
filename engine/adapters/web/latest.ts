import type { Namespace, Server, Socket } from 'socket.io';
import { waiting, waitingSize } from '../bounds/backlog.ts';
import { notKept } from './resume.ts';

/** Room of sockets that do not keep up. */
const SLOW = 'pitwall slow readers';
/** Packets that wait for a socket's transport before it counts as slow. */
const SLOW_BACKLOG = 16;
/** Packets, and characters, at which a socket that takes nothing is closed. */
const MOST_BACKLOG = 5_000;
const MOST_BACKLOG_SIZE = 4_000_000;

interface Backlog {
  /** Latest message per key that was held back. */
  readonly held: Map<string, { readonly event: string; readonly payload: unknown }>;
}

/**
 * Sends what is only worth having when it is new (ticks, quotes, pictures of the account). A slow reader is given the
 * latest of each kind when it can take something again, never a growing queue.
 */
export class LatestSender<S extends { readonly [name: string]: (payload: never) => void }> {
  private readonly nsp: Namespace | Server;
  private readonly backlogs = new Map<string, Backlog>();

  constructor(nsp: Namespace | Server) {
    this.nsp = nsp;
  }

  private get namespace(): Namespace {
    return 'sockets' in this.nsp && 'name' in this.nsp ? this.nsp : (this.nsp as Server).sockets;
  }

  /** To everybody in a room or in any of several (undefined: to all); `key`: what replaces what, by default the event's name. */
  send<E extends keyof S & string>(
    room: string | readonly string[] | undefined,
    event: E,
    payload: Parameters<S[E]>[0],
    key: string = event,
  ): void {
    const { namespace } = this;
    const rooms = room === undefined ? undefined : typeof room === 'string' ? [room] : [...room];
    let anybody = false;
    const look = (members: Iterable<string> | undefined): void => {
      for (const id of members ?? []) {
        anybody = true;
        const socket = namespace.sockets.get(id);
        if (socket !== undefined) this.watch(socket, event, payload, key);
      }
    };
    if (rooms === undefined) look(namespace.sockets.keys());
    else for (const each of rooms) look(namespace.adapter.rooms.get(each));
    if (!anybody) return;
    notKept(rooms === undefined ? namespace.except(SLOW) : namespace.to(rooms).except(SLOW)).emit(event, payload);
  }

  /** To be called for each new socket: one that comes back brings its rooms along, and is slow no more. */
  welcome(socket: Socket): void {
    if (socket.recovered) void socket.leave(SLOW);
  }

  /** Closes sockets whose queue of things that may not be dropped has grown out of bounds; they come back and resume. */
  closeStuck(): number {
    let closed = 0;
    for (const socket of this.namespace.sockets.values()) {
      if (waiting(socket) > MOST_BACKLOG || waitingSize(socket) > MOST_BACKLOG_SIZE) {
        socket.conn.close(true);
        closed += 1;
      }
    }
    return closed;
  }

  get slow(): number {
    return this.backlogs.size;
  }

  private watch(socket: Socket, event: string, payload: unknown, key: string): void {
    const backlog = this.backlogs.get(socket.id);
    if (backlog !== undefined) {
      backlog.held.set(key, { event, payload });
      return;
    }
    const { conn } = socket;
    if (waiting(socket) < SLOW_BACKLOG) return;
    const held: Backlog['held'] = new Map([[key, { event, payload }]]);
    this.backlogs.set(socket.id, { held });
    void socket.join(SLOW);
    const gone = (): void => {
      this.backlogs.delete(socket.id);
      conn.off('drain', recovered);
    };
    const recovered = (): void => {
      // A socket may be slow again and again: nothing of this spell stays on it.
      socket.off('disconnect', gone);
      if (!this.backlogs.delete(socket.id)) return;
      void socket.leave(SLOW);
      for (const message of held.values()) emitNew(socket, message.event, message.payload);
    };
    conn.once('drain', recovered);
    socket.once('disconnect', gone);
  }
}

/** The same for one socket: `held` keeps the latest of each kind while the socket does not keep up. */
export function emitLatest(socket: Socket, held: Map<string, unknown>, event: string, payload: unknown): void {
  if (held.size > 0) {
    held.set(event, payload);
    return;
  }
  if (waiting(socket) < SLOW_BACKLOG) {
    emitNew(socket, event, payload);
    return;
  }
  held.set(event, payload);
  socket.conn.once('drain', () => {
    const latest = [...held];
    held.clear();
    if (socket.connected) for (const [name, value] of latest) emitNew(socket, name, value);
  });
}

function emitNew({ nsp, id }: Socket, event: string, payload: unknown): void {
  notKept(nsp.to(id)).emit(event, payload);
}
