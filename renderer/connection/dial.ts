import { io, type Socket } from 'socket.io-client';
import type { ConnectErrorData } from '../../engine/wire/index.ts';
import type { Prover } from '../proof/prover.ts';

/** Why a socket was not let in. */
export type ConnectError = Error & { readonly data?: ConnectErrorData };

export interface Caller {
  readonly token: () => string | undefined;
  readonly prover: Prover;
}

/**
 * A socket that shows the token with a proof for this server and namespace alone, a new one for each connection.
 * @param forceNew a connection of its own; else it shares the page's one to this server, as another namespace of it
 */
export function dial(url: string, { token, prover }: Caller, forceNew: boolean): Socket {
  const shown = async (): Promise<Record<string, string>> => {
    const present = token();
    return present === undefined ? {} : { token: present, proof: await prover.ofSocket(url, present) };
  };
  const socket = io(url, {
    transports: ['websocket'],
    forceNew,
    auth: (give) => {
      // A page without a key has no token either: it is let in, or not, as anybody.
      shown().then(give, () => give({}));
    },
    reconnectionDelay: 300,
    reconnectionDelayMax: 2_000,
  });
  socket.on('connect_error', ({ data }: ConnectError) => {
    if (data?.nonce !== undefined) prover.heard(url, data.nonce);
  });
  return socket;
}
