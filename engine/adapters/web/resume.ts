import { Adapter, type BroadcastOptions, type Session } from 'socket.io-adapter';
import type { Namespace, Socket } from 'socket.io';
import type { Clock } from '../../ports/clock.ts';

/** A lost socket may come back so long. */
export const RESUME_MS = 120_000;
/** Until a dead connection is found out (ping interval and timeout, and a little more): what was sent to it meanwhile is kept too. */
const UNNOTICED_MS = 90_000;
const KEPT_MS = RESUME_MS + UNNOTICED_MS;
const MOST_KEPT = 10_000;
const MOST_SESSIONS = 2_000;

/** Rooms of sockets that asked to be told what they miss, and of all others. */
const RESUMES = 'pitwall resumes';
const PLAIN = 'pitwall plain';

/** Socket.IO packet type of an event. */
const EVENT = 2;

interface Packet {
  readonly type: number;
  /** Of an event that wants an acknowledgement. */
  readonly id?: number;
  readonly data: readonly unknown[];
}

interface Kept {
  readonly number: number;
  readonly sentMs: number;
  readonly opts: BroadcastOptions;
  readonly data: readonly unknown[];
}

type Lost = Omit<Session, 'missedPackets'> & {
  readonly lostMs: number;
  readonly inRooms: ReadonlySet<string>;
  /** The last event that it had, from when it is on its way back. */
  heardNumber?: number;
};

/**
 * Connection state recovery for those who ask (`auth.resume: true`), by Socket.IO's own protocol: each event that is worth
 * keeping brings its number as a second argument, and a client that comes back names the last one. A client that did not
 * ask gets each event with its one payload: many pass all arguments to the handler, and one with a single parameter fails.
 * The library's own adapter numbers everybody's events, sends what was missed before the socket is admitted, and has
 * forgotten a client's last number after two quiet minutes.
 */
export class ResumeAdapter extends Adapter {
  private readonly clock: Clock;
  /** Numbers of another start are not taken for this one's. */
  private readonly start: string;
  private number = 0;
  private readonly kept: Kept[] = [];
  private readonly lost = new Map<string, Lost>();
  /** The newest one that is kept no more. */
  private dropped = { number: 0, sentMs: Number.NEGATIVE_INFINITY };

  constructor(nsp: Namespace, clock: Clock) {
    super(nsp);
    this.clock = clock;
    this.start = clock.now().toString(36);
  }

  override broadcast(packet: Packet, opts: BroadcastOptions): void {
    const isWorthKeeping = packet.type === EVENT && packet.id === undefined && opts.flags?.volatile === undefined;
    if (!isWorthKeeping || !this.isAwaited(opts)) {
      super.broadcast(packet, opts);
      return;
    }
    super.broadcast({ ...packet }, besides(opts, RESUMES));
    this.number += 1;
    const data = [...packet.data, `${this.start}.${this.number}`];
    this.forget();
    this.kept.push({ number: this.number, sentMs: this.clock.monotonicMs(), opts, data });
    super.broadcast({ ...packet, data }, besides(opts, PLAIN));
  }

  override persistSession(session: Omit<Session, 'missedPackets'>): void {
    if (!session.rooms.includes(RESUMES)) return;
    this.forget();
    this.lost.delete(session.pid);
    this.lost.set(session.pid, { ...session, lostMs: this.clock.monotonicMs(), inRooms: new Set(session.rooms) });
  }

  /** Rejects where the session is not known or too much is forgotten: the socket is a new one then. */
  override restoreSession(pid: string, offset: string): Promise<Session> {
    this.forget();
    const [start, text] = offset.split('.');
    const heardNumber = Number(text);
    const session = this.lost.get(pid);
    if (session === undefined || start !== this.start || !Number.isSafeInteger(heardNumber))
      return Promise.reject(new Error('this session is not known'));
    if (heardNumber < this.dropped.number && this.dropped.sentMs > session.lostMs - UNNOTICED_MS)
      return Promise.reject(new Error('too much was missed'));
    session.heardNumber = heardNumber;
    // What it missed is sent when it is admitted, not before.
    return Promise.resolve({ ...session, missedPackets: [] });
  }

  /** A socket that came back is there: it gets what it missed, in order, each with the number that it had. */
  giveMissed({ id }: Socket): void {
    const [pid, session] = [...this.lost].find(([, { sid }]) => sid === id) ?? [];
    if (pid === undefined || session?.heardNumber === undefined) return;
    this.lost.delete(pid);
    for (const { number, opts, data } of this.kept)
      if (number > session.heardNumber && reaches(session.inRooms, opts))
        super.broadcast({ type: EVENT, data }, { rooms: new Set([id]), except: new Set() });
  }

  /** Somebody who asked would get it, or would have. */
  private isAwaited(opts: BroadcastOptions): boolean {
    for (const id of this.rooms.get(RESUMES) ?? []) if (reaches(this.sids.get(id) ?? new Set(), opts)) return true;
    for (const { inRooms } of this.lost.values()) if (reaches(inRooms, opts)) return true;
    return false;
  }

  private forget(): void {
    const now = this.clock.monotonicMs();
    for (const [pid, { lostMs }] of this.lost) {
      if (now - lostMs <= RESUME_MS && this.lost.size < MOST_SESSIONS) break;
      this.lost.delete(pid);
    }
    let gone = Math.max(0, this.kept.length - MOST_KEPT + 1);
    while (now - (this.kept[gone]?.sentMs ?? now) > KEPT_MS) gone += 1;
    this.dropped = this.kept.splice(0, gone).at(-1) ?? this.dropped;
  }
}

/** For a server's options. */
export function resumeAdapter(clock: Clock): typeof Adapter {
  return class extends ResumeAdapter {
    constructor(nsp: Namespace) {
      super(nsp, clock);
    }
  };
}

/** To be called for each new socket before anything is sent to it: it is told in the way that it asked for. */
export function resumeOrBegin(socket: Socket): void {
  void socket.join(socket.handshake.auth['resume'] === true ? RESUMES : PLAIN);
  const { adapter } = socket.nsp;
  if (socket.recovered && adapter instanceof ResumeAdapter) adapter.giveMissed(socket);
}

/** A broadcast that is worth having only when new: it is kept for nobody. */
export function notKept(operator: ReturnType<Namespace['to']>): ReturnType<Namespace['to']> {
  // Socket.IO drops at once what has `volatile: true`, also for a socket that is merely sending: false is neither.
  (operator as unknown as { readonly flags: { volatile?: boolean } }).flags.volatile = false;
  return operator;
}

function besides(opts: BroadcastOptions, room: string): BroadcastOptions {
  return { ...opts, except: new Set([...(opts.except ?? []), room]) };
}

function reaches(rooms: ReadonlySet<string>, { rooms: to, except }: BroadcastOptions): boolean {
  for (const room of except ?? []) if (rooms.has(room)) return false;
  return to.size === 0 || [...to].some((room) => rooms.has(room));
}
