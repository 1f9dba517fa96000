import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import { z } from 'zod';
import { LineSplitter, LineTooLong } from './lines.ts';
import { MAX_HELLO_BYTES } from './limits.ts';

/**
 * How a private connection begins, one line each:
 *
 *     server   { challenge }
 *     client   { challenge, proof, passedOn? }   proof: HMAC of both challenges and of what follows
 *     server   { proof }
 *
 * Either end knows then that the other one knows the secret of this start, and the secret itself was not sent: nothing
 * else is said to a stranger, also not to one who took the pipe's name. What comes after is the connection itself.
 */
const challenge = z.string().min(20).max(100);
const proof = z.string().min(20).max(100);

export const greeting = z.strictObject({ challenge });
export const answer = z.strictObject({
  challenge,
  proof,
  passedOn: z
    .strictObject({
      remoteAddress: z.string().max(100),
      localAddress: z.string().max(100),
      isExposed: z.boolean(),
    })
    .optional(),
});
export const confirmation = z.strictObject({ proof });

export type Answer = z.output<typeof answer>;

export function newChallenge(): string {
  return randomBytes(24).toString('base64url');
}

function proofOf(who: 'client' | 'server', secret: string, parts: readonly string[]): string {
  return createHmac('sha256', secret)
    .update(JSON.stringify([`pitwall private ${who}`, ...parts]))
    .digest('base64url');
}

export function clientProof(secret: string, theirs: string, ours: string, passedOn: Answer['passedOn']): string {
  const { remoteAddress = '', localAddress = '', isExposed = false } = passedOn ?? {};
  const whose = passedOn === undefined ? [] : [remoteAddress, localAddress, String(isExposed)];
  return proofOf('client', secret, [theirs, ours, ...whose]);
}

export function serverProof(secret: string, ofClient: string, ofServer: string): string {
  return proofOf('server', secret, [ofClient, ofServer]);
}

export function sameProof(expected: string, found: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(found)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * Waits for one line and calls back in the turn in which it came, so that no byte after it is lost. Any fault (silence,
 * more than a line, none that fits) destroys the socket and tells the reason.
 */
export function takeLine<T>(
  socket: Socket,
  limitMs: number,
  schema: z.ZodType<T>,
  take: (value: T) => void,
  fail: (reason: string) => void,
): void {
  const splitter = new LineSplitter(MAX_HELLO_BYTES);
  let text = 0;
  const done = (): void => {
    clearTimeout(timer);
    socket.off('data', onData).off('close', onClose).off('error', onError);
  };
  const refuse = (reason: string): void => {
    done();
    socket.on('error', () => undefined);
    socket.destroy();
    fail(reason);
  };
  const onData = (chunk: Buffer): void => {
    text += chunk.length;
    let lines: readonly string[];
    try {
      lines = splitter.push(chunk);
    } catch (error) {
      refuse(error instanceof LineTooLong ? error.message : String(error));
      return;
    }
    const [line, ...more] = lines;
    if (line === undefined) return;
    if (more.length > 0 || text !== Buffer.byteLength(line) + 1) return refuse('more came than one line');
    const read = schema.safeParse(parsed(line));
    if (!read.success) return refuse('a line that is none of a private connection');
    done();
    take(read.data);
  };
  const onClose = (): void => refuse('closed before the line came');
  const onError = (error: Error): void => refuse(error.message);
  const timer = setTimeout(() => refuse(`nothing came within ${limitMs} ms`), limitMs);
  timer.unref();
  socket.on('data', onData).on('close', onClose).on('error', onError);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
