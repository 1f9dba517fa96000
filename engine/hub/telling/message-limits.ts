import { FixedWindow } from '../../adapters/web/fixed-window.ts';
import { isLoopback } from '../../domain/loopback.ts';
import { OWNER_ID } from '../../adapters/web/credential.ts';
import type { HubSettings } from '../../config/settings.ts';
import type { Clock } from '../../ports/clock.ts';
import type { EventDeclaration, SocketErrorMessage } from '../../wire/index.ts';
import type { HubSocket } from './rooms.ts';

const MINUTE_MS = 60_000;
/** Even the owner's own windows and free messages have an end: what no hand and no page does. */
const MOST_A_MINUTE = 6_000;

/** Limits on what sockets send: per user a minute, and for some events so many per 60 s (the first on a socket is free). */
export class MessageLimits {
  private readonly perUser: FixedWindow;
  private readonly flood: FixedWindow;
  private readonly once: FixedWindow;
  private readonly ten: FixedWindow;

  constructor(clock: Clock, limits: HubSettings) {
    this.perUser = new FixedWindow(clock, limits.maxMessagesPerMinute, MINUTE_MS);
    this.flood = new FixedWindow(clock, MOST_A_MINUTE, MINUTE_MS);
    this.once = new FixedWindow(clock, 1, MINUTE_MS);
    this.ten = new FixedWindow(clock, 10, MINUTE_MS);
  }

  /** Judges a message; `first`: the first of its name on this socket. */
  judge(
    socket: HubSocket,
    name: string,
    declared: EventDeclaration | undefined,
    first: boolean,
  ): SocketErrorMessage | undefined {
    const { userId } = socket.data.credential;
    const flooded = this.flood.take(socket.id);
    if (flooded > 0) return tooMany('messages', flooded);
    if (declared?.limit === 'free') return undefined;
    const exempt = userId === OWNER_ID && isLoopback(socket.data.address);
    if (!exempt) {
      const wait = this.perUser.take(userId);
      if (wait > 0) return tooMany('messages', wait);
    }
    if (first || (declared?.limit !== 'once' && declared?.limit !== 'ten')) return undefined;
    const wait = (declared.limit === 'once' ? this.once : this.ten).take(`${userId} ${name}`);
    return wait > 0 ? tooMany(name, wait) : undefined;
  }
}

function tooMany(what: string, waitMs: number): SocketErrorMessage {
  return { code: 'rate_limited', message: `Rate limit: too many ${what}; wait ${Math.ceil(waitMs / 1_000)} s` };
}
