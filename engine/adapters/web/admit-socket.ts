import type { Socket } from 'socket.io';
import type { HolderCheck } from './holder-check.ts';
import type { ConnectErrorData, SocketErrorMessage } from '../../wire/index.ts';

type Next = (error?: Error) => void;

/** A `connect_error`: the client finds the message and, under `data`, the code. */
class ConnectFault extends Error {
  readonly data: ConnectErrorData;

  constructor({ code, message }: SocketErrorMessage, holders: HolderCheck) {
    super(message);
    this.data = code === 'use_dpop_nonce' ? { code, nonce: holders.nonce() } : { code };
  }
}

/** Middleware of a socket server: `check` resolves with the reason for refusing a socket (its `connect_error`). */
export function admitSocket(
  check: (socket: Socket) => Promise<SocketErrorMessage | undefined>,
  holders: HolderCheck,
): (socket: Socket, next: Next) => void {
  return (socket, next) => void decide(check, holders, socket, next);
}

async function decide(
  check: (socket: Socket) => Promise<SocketErrorMessage | undefined>,
  holders: HolderCheck,
  socket: Socket,
  next: Next,
): Promise<void> {
  let refusal: SocketErrorMessage | undefined;
  try {
    refusal = await check(socket);
  } catch {
    refusal = { code: 'internal', message: 'an error of this server' };
  }
  next(refusal === undefined ? undefined : new ConnectFault(refusal, holders));
}
