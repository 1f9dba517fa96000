import type { Socket } from 'socket.io';

type Next = (error?: Error) => void;

/** Middleware of a socket server: `check` resolves with the reason for refusing a socket (its `connect_error`). */
export function admitSocket(
  check: (socket: Socket) => Promise<string | undefined>,
): (socket: Socket, next: Next) => void {
  return (socket, next) => void decide(check, socket, next);
}

async function decide(
  check: (socket: Socket) => Promise<string | undefined>,
  socket: Socket,
  next: Next,
): Promise<void> {
  let refusal: string | undefined;
  try {
    refusal = await check(socket);
  } catch {
    refusal = 'an error of this server';
  }
  next(refusal === undefined ? undefined : new Error(refusal));
}
