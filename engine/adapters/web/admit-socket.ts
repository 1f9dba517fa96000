import type { Socket } from 'socket.io';
import { judging } from '../bounds/strangers.ts';
import type { Audit } from '../../ports/audit.ts';
import type { HolderCheck } from './holder-check.ts';
import type { ConnectErrorData, SocketErrorMessage } from '../../wire/index.ts';
import { auditRefusedSocket, type Caller } from './audit-doors.ts';

/** Why a socket is refused, and who it was where that is known. */
export type SocketRefusal = SocketErrorMessage & { readonly caller?: Caller };

type Check = (socket: Socket) => Promise<SocketRefusal | undefined>;
type Next = (error?: Error) => void;

/** A `connect_error`: the client finds the message and, under `data`, the code. */
class ConnectFault extends Error {
  readonly data: ConnectErrorData;

  constructor({ code, message }: SocketErrorMessage, holders: HolderCheck) {
    super(message);
    this.data = code === 'use_dpop_nonce' ? { code, nonce: holders.nonce() } : { code };
  }
}

/** Middleware of a socket server: `check` takes a place, or resolves with the reason for refusing (the `connect_error`). */
export function admitSocket(check: Check, holders: HolderCheck, audit: Audit): (socket: Socket, next: Next) => void {
  return (socket, next) => void decide(check, holders, audit, socket, next);
}

async function decide(check: Check, holders: HolderCheck, audit: Audit, socket: Socket, next: Next): Promise<void> {
  let refusal: SocketRefusal | undefined;
  const judged = judging(socket.conn);
  try {
    refusal = await check(socket);
  } catch {
    refusal = { code: 'internal', message: 'an error of this server' };
  } finally {
    judged();
  }
  if (refusal !== undefined) auditRefusedSocket(audit, socket, refusal.code, refusal.caller);
  next(refusal === undefined ? undefined : new ConnectFault(refusal, holders));
}
