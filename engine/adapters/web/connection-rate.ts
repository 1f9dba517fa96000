import type { IncomingMessage } from 'node:http';
import type { ErrorCode } from '../../wire/index.ts';
import type { Clock } from '../../ports/clock.ts';
import { FixedWindow } from './fixed-window.ts';
import { isLoopback } from '../../domain/loopback.ts';
import { peerOf } from './peer.ts';

const NEW_CONNECTIONS_A_MINUTE = 30;

/** New socket connections per address: 30 a minute, this machine excepted. */
export class ConnectionRate {
  private readonly window: FixedWindow;

  constructor(clock: Clock) {
    this.window = new FixedWindow(clock, NEW_CONNECTIONS_A_MINUTE, 60_000);
  }

  /** The reason for refusing a handshake; later requests of the same connection carry its id and are not counted. */
  refuse(request: IncomingMessage): ErrorCode | undefined {
    const address = peerOf(request.socket);
    const begins = request.url?.includes('sid=') !== true;
    if (!begins || isLoopback(address)) return undefined;
    return this.window.take(address) > 0 ? 'rate_limited' : undefined;
  }
}
