import type { Socket } from 'node:net';
import type { LinkEnd } from '../../ports/link.ts';
import type { LinkCheck } from './check.ts';
import type { LinkLimits } from './limits.ts';
import { type LineSplitter, LineTooLong } from './lines.ts';

/**
 * One end of a link over a socket: each message is one line of JSON, an empty line is a heartbeat. What is sent within
 * one turn of the event loop leaves in one write. `silentForMs` tells how long nothing came (a hung peer sends no
 * heartbeats either).
 */
export class SocketEnd<Out, In> implements LinkEnd<Out, In> {
  open = true;
  private readonly socket: Socket;
  private readonly limits: LinkLimits;
  private readonly splitter: LineSplitter;
  private readonly check: LinkCheck | undefined;
  private readonly timer: NodeJS.Timeout;
  private handler: ((message: In) => void) | undefined;
  private closeHandlers: ((reason: string) => void)[] = [];
  private waiting: In[] = [];
  private outgoing = '';
  private heardMs = performance.now();
  private sentMs = performance.now();
  private beatMs = performance.now();
  private failure: string | undefined;

  /** @param splitter may already hold the beginning of the next line (bytes that came together with the hello) */
  constructor(socket: Socket, splitter: LineSplitter, limits: LinkLimits, check?: LinkCheck) {
    this.socket = socket;
    this.limits = limits;
    this.splitter = splitter;
    this.check = check;
    splitter.setMaxBytes(limits.maxLineBytes);
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.received(chunk));
    socket.on('error', (error) => (this.failure ??= error.message));
    socket.on('close', () => this.closed(this.failure ?? 'the other end closed'));
    this.timer = setInterval(() => this.beat(), limits.heartbeatMs);
    this.timer.unref();
  }

  send(message: Out): void {
    if (!this.open) return;
    if (this.outgoing === '') process.nextTick(() => this.flush());
    this.outgoing += JSON.stringify(message) + '\n';
  }

  onMessage(handler: (message: In) => void): void {
    this.handler = handler;
    for (const message of this.waiting.splice(0)) if (this.open) handler(message);
  }

  /** Called once; at once when the link is already gone. */
  onClose(handler: (reason: string) => void): void {
    if (this.open) this.closeHandlers.push(handler);
    else handler(this.failure ?? 'closed');
  }

  /** What was sent before still goes out. */
  close(): void {
    if (!this.open) return;
    this.flush();
    this.socket.end();
    const kill = setTimeout(() => this.socket.destroy(), 1_000);
    kill.unref();
    this.socket.once('close', () => clearTimeout(kill));
    this.closed('closed here');
  }

  silentForMs(): number {
    return performance.now() - this.heardMs;
  }

  /** Lines that came in one piece with the hello. */
  take(lines: readonly string[]): void {
    for (const line of lines) this.line(line);
  }

  private received(chunk: Buffer): void {
    if (!this.open) return;
    this.heardMs = performance.now();
    let lines: string[];
    try {
      lines = this.splitter.push(chunk);
    } catch (error) {
      if (!(error instanceof LineTooLong)) throw error;
      this.fail(error.message);
      return;
    }
    this.take(lines);
  }

  private line(line: string): void {
    if (line === '' || !this.open) return;
    let message: In;
    try {
      message = JSON.parse(line) as In;
    } catch {
      this.fail(`expected a line of JSON, found "${line.slice(0, 60)}"`);
      return;
    }
    const fault = this.check?.(message);
    if (fault !== undefined) this.fail(fault);
    else if (this.handler === undefined) this.waiting.push(message);
    else this.handler(message);
  }

  private flush(): void {
    if (this.outgoing === '' || !this.socket.writable) return;
    const text = this.outgoing;
    this.outgoing = '';
    this.sentMs = performance.now();
    this.socket.write(text);
    if (this.socket.writableLength > this.limits.maxQueuedBytes) {
      this.fail(`the other end does not read: ${this.socket.writableLength} bytes are waiting`);
    }
  }

  private beat(): void {
    const now = performance.now();
    // When this process itself stood still (suspended, starved), the other end's words are still in the socket.
    const stoodStill = now - this.beatMs > 4 * this.limits.heartbeatMs;
    this.beatMs = now;
    if (stoodStill) this.heardMs = now;
    if (now - this.heardMs > this.limits.silenceMs) {
      this.fail(`nothing heard for ${Math.round(now - this.heardMs)} ms`);
    } else if (now - this.sentMs >= this.limits.heartbeatMs * 0.9 && this.socket.writableLength === 0) {
      this.sentMs = now;
      this.socket.write('\n');
    }
  }

  private fail(reason: string): void {
    this.failure ??= reason;
    this.socket.destroy();
    this.closed(reason);
  }

  private closed(reason: string): void {
    if (!this.open) return;
    this.open = false;
    this.failure ??= reason;
    clearInterval(this.timer);
    this.waiting = [];
    for (const handler of this.closeHandlers.splice(0)) handler(reason);
  }
}
