import { createServer, type Socket } from 'node:net';
import type { Hello, HelloAnswer } from '../../wire/link/messages.ts';
import { LINK_VERSION } from '../../wire/link/messages.ts';
import { linkCheck } from './check.ts';
import { parseHello, sameSecret } from './hello.ts';
import { LINK_LIMITS, MAX_HELLO_BYTES, type LinkLimits } from './limits.ts';
import { LineSplitter } from './lines.ts';
import { listenForUser } from './private-socket.ts';
import { SocketEnd } from './socket-end.ts';
import { socketPathFault } from './socket-path.ts';

export interface LinkServerOptions {
  /** From `socketPath`. */
  readonly path: string;
  readonly secret: string;
  /** Judges a hello whose secret and link version are right. */
  readonly admit: (hello: Hello) => HelloAnswer;
  /** A link that was welcomed; set its handlers at once. `end`'s message types follow from the hello's role. */
  readonly onLink: (hello: Hello, end: SocketEnd<unknown, unknown>) => void;
  /** A connection that was turned away, in words for the log. */
  readonly onRefused?: (reason: string) => void;
  readonly limits?: LinkLimits;
}

export interface LinkServer {
  readonly path: string;
  /** Takes no more connections and closes those that are there. */
  close(): Promise<void>;
}

/**
 * Listens for private links. The socket is for this user alone (0600); who connects must know the secret. A socket file
 * that a killed process left behind is replaced; one that somebody listens on is an error.
 */
export async function listenLinks(options: LinkServerOptions): Promise<LinkServer> {
  const fault = socketPathFault(options.path);
  if (fault !== undefined) throw new Error(fault);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    greet(socket, options);
  });
  await listenForUser(server, options.path);
  return {
    path: options.path,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) {
          socket.end();
          setTimeout(() => socket.destroy(), 200).unref();
        }
      }),
  };
}

function greet(socket: Socket, options: LinkServerOptions): void {
  const limits = options.limits ?? LINK_LIMITS;
  const splitter = new LineSplitter(MAX_HELLO_BYTES);
  const refuse = (reason: string, answer?: HelloAnswer) => {
    clearTimeout(timer);
    socket.off('data', onData);
    if (answer === undefined) socket.destroy();
    else socket.end(JSON.stringify(answer) + '\n');
    options.onRefused?.(reason);
  };
  const timer = setTimeout(() => refuse('a connection said no hello'), limits.helloMs);
  timer.unref();
  socket.on('error', () => clearTimeout(timer));
  socket.on('close', () => clearTimeout(timer));
  const onData = (chunk: Buffer) => {
    let lines: string[];
    try {
      lines = splitter.push(chunk);
    } catch {
      refuse('a connection said more than a hello');
      return;
    }
    const [first, ...rest] = lines;
    if (first === undefined) return;
    const hello = parseHello(first);
    if (hello === undefined) return refuse('a connection whose first line was no hello');
    // No word to one that does not know the secret.
    if (!sameSecret(options.secret, hello.secret)) return refuse(`a wrong secret, from "${hello.name}"`);
    const answer: HelloAnswer =
      hello.version === LINK_VERSION
        ? options.admit(hello)
        : { t: 'refused', reason: `expected link version ${LINK_VERSION}, found ${hello.version}`, end: true };
    if (answer.t === 'refused') return refuse(`${hello.name}: ${answer.reason}`, answer);
    clearTimeout(timer);
    socket.off('data', onData);
    const end = new SocketEnd<unknown, unknown>(socket, splitter, limits, linkCheck(hello.role, 'toDesk'));
    end.send(answer);
    options.onLink(hello, end);
    end.take(rest);
  };
  socket.on('data', onData);
}
