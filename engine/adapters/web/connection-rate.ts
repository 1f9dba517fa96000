import type { IncomingMessage } from 'node:http';
import type { ErrorCode } from '../../wire/index.ts';
import type { Clock } from '../../ports/clock.ts';
import { networkOf } from '../bounds/network-of.ts';
import { Pace } from '../bounds/pace.ts';
import { FixedWindow } from './fixed-window.ts';
import { isLoopback } from '../../domain/loopback.ts';
import { peerOf } from './peer.ts';

const NEW_CONNECTIONS_A_MINUTE = 30;

/** New socket connections: of another machine's network 30 a minute; of all, this machine's too, at a pace. */
export class ConnectionRate {
  private readonly window: FixedWindow;
  private readonly pace: Pace;

  constructor(clock: Clock) {
    this.window = new FixedWindow(clock, NEW_CONNECTIONS_A_MINUTE, 60_000);
    this.pace = new Pace(clock);
  }

  /**
   * Judges a handshake: `decide` is called with the reason for refusing it, now or when its turn comes. Of a crowd that
   * waits some get no answer but the end of their connection. The library asks for handshakes alone: a request of a
   * connection that it knows does not come here.
   */
  judge(request: IncomingMessage, decide: (code: ErrorCode | undefined) => void): void {
    const address = peerOf(request.socket);
    if (!isLoopback(address) && this.window.take(networkOf(address)) > 0) {
      decide('rate_limited');
      return;
    }
    this.pace.enter(
      () => {
        // Who has left meanwhile needs no answer.
        if (!request.socket.destroyed) decide(undefined);
      },
      () => request.socket.destroy(),
    );
  }
}
