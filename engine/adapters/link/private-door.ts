import { createServer, type Socket } from 'node:net';
import type { PassedOn } from '../../ports/entrance.ts';
import { LINK_LIMITS } from './limits.ts';
import {
  answer,
  clientProof,
  greeting,
  newChallenge,
  sameProof,
  serverProof,
  takeLine,
  type Answer,
} from './private-proof.ts';
import { listenForUser } from './private-socket.ts';
import { socketPathFault } from './socket-path.ts';

export interface PrivateDoorOptions {
  /** From `socketPath`. */
  readonly path: string;
  readonly secret: string;
  /** A connection that proved itself; `passedOn`: the host's, for somebody else. Called before any byte of it is read. */
  readonly onConnection: (socket: Socket, passedOn: PassedOn | undefined) => void;
  readonly onRefused?: (reason: string) => void;
}

export interface PrivateDoor {
  close(): Promise<void>;
}

/** A server's private socket: who knows the secret of this start gets in. */
export async function openPrivateDoor(options: PrivateDoorOptions): Promise<PrivateDoor> {
  const fault = socketPathFault(options.path);
  if (fault !== undefined) throw new Error(fault);
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    admit(socket, options);
  });
  await listenForUser(server, options.path);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

function admit(socket: Socket, { secret, onConnection, onRefused }: PrivateDoorOptions): void {
  const ours = newChallenge();
  const fail = (reason: string): void => onRefused?.(reason);
  const take = ({ challenge: theirs, proof, passedOn }: Answer): void => {
    if (!sameProof(clientProof(secret, ours, theirs, passedOn), proof)) {
      socket.destroy();
      return fail('a private connection without the secret');
    }
    socket.write(`${JSON.stringify({ proof: serverProof(secret, theirs, ours) })}\n`);
    onConnection(socket, passedOn);
  };
  takeLine(socket, LINK_LIMITS.helloMs, answer, take, fail);
  socket.write(`${JSON.stringify(greeting.parse({ challenge: ours }))}\n`);
}
