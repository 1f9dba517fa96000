import { lstatSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { dirname } from 'node:path';
import type { PassedOn } from '../../ports/entrance.ts';
import { LINK_LIMITS } from './limits.ts';
import {
  clientProof,
  confirmation,
  greeting,
  newChallenge,
  sameProof,
  serverProof,
  takeLine,
} from './private-proof.ts';
import { isPipe } from './private-socket.ts';

/**
 * What is wrong with a private socket's place; undefined: folder and socket are this user's own, and nobody else can get
 * at them. A pipe has no owner that could be asked: there the proof alone decides.
 */
export function privatePlaceFault(path: string): string | undefined {
  if (isPipe(path)) return undefined;
  const owner = process.getuid?.();
  const folder = dirname(path);
  try {
    const [place, socket] = [lstatSync(folder), lstatSync(path)];
    if (!place.isDirectory() || place.uid !== owner) return `${folder} is not a folder of this user`;
    if ((place.mode & 0o077) !== 0) return `${folder} is open to others`;
    if (!socket.isSocket() || socket.uid !== owner) return `${path} is not a socket of this user`;
    return undefined;
  } catch (error) {
    // What Node and our own code throw here is an Error.
    return (error as Error).message;
  }
}

/**
 * Connects to a private socket and proves itself; the other end has proved itself too when this resolves. Rejects where
 * nobody listens, or somebody who does not know the secret.
 *
 * @param passedOn whose connection this is, where it is not our own
 */
export function connectPrivately(path: string, secret: string, passedOn?: PassedOn): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const fault = privatePlaceFault(path);
    if (fault !== undefined) return reject(new Error(fault));
    const socket = connect({ path, allowHalfOpen: passedOn !== undefined });
    const fail = (reason: string): void => reject(new Error(`${path}: ${reason}`));
    const ours = newChallenge();
    takeLine(
      socket,
      LINK_LIMITS.helloMs,
      greeting,
      ({ challenge: theirs }) => {
        const proof = clientProof(secret, theirs, ours, passedOn);
        takeLine(
          socket,
          LINK_LIMITS.helloMs,
          confirmation,
          ({ proof: shown }) => {
            if (sameProof(serverProof(secret, ours, theirs), shown)) return resolve(socket);
            socket.destroy();
            return fail('it does not know the secret of this start');
          },
          fail,
        );
        socket.write(
          `${JSON.stringify({ challenge: ours, proof, ...(passedOn === undefined ? {} : { passedOn }) })}\n`,
        );
      },
      fail,
    );
  });
}
