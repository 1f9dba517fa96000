import { connect } from 'node:net';
import type { Hello, HelloAnswer } from '../../wire/link/messages.ts';
import { linkCheck } from './check.ts';
import { LINK_LIMITS, type LinkLimits } from './limits.ts';
import { LineSplitter } from './lines.ts';
import { SocketEnd } from './socket-end.ts';
import { socketPathFault } from './socket-path.ts';

export type Welcome = Extract<HelloAnswer, { t: 'welcome' }>;

export type Connected<Out, In> =
  | { readonly ok: true; readonly end: SocketEnd<Out, In>; readonly welcome: Welcome }
  /** The desk answered and does not want us; `end`: end yourself. */
  | { readonly ok: false; readonly refused: true; readonly end: boolean; readonly reason: string }
  /** Nobody answered. */
  | { readonly ok: false; readonly refused: false; readonly reason: string };

/** Connects to the desk once and says hello. Never rejects: no desk is an ordinary state of things. */
export function connectLink<Out, In>(
  path: string,
  hello: Hello,
  limits: LinkLimits = LINK_LIMITS,
): Promise<Connected<Out, In>> {
  return new Promise((resolve) => {
    const fault = socketPathFault(path);
    if (fault !== undefined) {
      resolve({ ok: false, refused: false, reason: fault });
      return;
    }
    const socket = connect(path);
    const splitter = new LineSplitter(limits.maxLineBytes);
    const fail = (reason: string) => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ ok: false, refused: false, reason });
    };
    const timer = setTimeout(() => fail(`no answer within ${limits.helloMs} ms`), limits.helloMs);
    const onError = (error: Error) => fail(error.message);
    const onClose = () => fail('closed before an answer came');
    socket.once('error', onError);
    socket.once('close', onClose);
    socket.once('connect', () => socket.write(JSON.stringify(hello) + '\n'));
    const onData = (chunk: Buffer) => {
      let lines: string[];
      try {
        lines = splitter.push(chunk);
      } catch (error) {
        fail((error as Error).message);
        return;
      }
      const answerAt = lines.findIndex((line) => line !== '');
      const line = lines[answerAt];
      if (line === undefined) return;
      socket.off('data', onData);
      socket.off('error', onError);
      socket.off('close', onClose);
      clearTimeout(timer);
      const answer = parseAnswer(line);
      if (answer === undefined) return fail(`expected an answer to hello, found "${line.slice(0, 60)}"`);
      if (answer.t === 'refused') {
        socket.destroy();
        resolve({ ok: false, refused: true, end: answer.end, reason: answer.reason });
        return;
      }
      const end = new SocketEnd<Out, In>(socket, splitter, limits, linkCheck(hello.role, 'fromDesk'));
      end.take(lines.slice(answerAt + 1));
      resolve({ ok: true, end, welcome: answer });
    };
    socket.on('data', onData);
  });
}

function parseAnswer(line: string): HelloAnswer | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('t' in value)) return undefined;
  return value.t === 'welcome' || value.t === 'refused' ? (value as HelloAnswer) : undefined;
}

/**
 * Connects, and tries again until `untilMs` (monotonic, `performance.now()`) while nobody answers or `again` says that a
 * refusal may pass (another of the same name is still there).
 */
export async function connectLinkUntil<Out, In>(
  path: string,
  hello: Hello,
  untilMs: number,
  everyMs = 100,
  limits: LinkLimits = LINK_LIMITS,
): Promise<Connected<Out, In>> {
  for (;;) {
    const connected = await connectLink<Out, In>(path, hello, limits);
    if (connected.ok || (connected.refused && connected.end) || performance.now() >= untilMs) return connected;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
