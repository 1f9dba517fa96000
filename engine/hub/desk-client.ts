import type { CommandRequest, CommandResult } from '../domain/commands.ts';
import type { RunIdentity } from '../domain/run.ts';
import type { Calendar } from '../domain/session.ts';
import type { Clock } from '../ports/clock.ts';
import type { LinkEnd } from '../ports/link.ts';
import type { DeskToHub, HubToDesk } from '../wire/link/messages.ts';
import type { DeskPort } from './hub-deps.ts';

/** What the desk tells; its answers to our own questions are not among it. */
export type DeskNews = Exclude<DeskToHub, { t: 'welcome' | 'refused' | 'commandResult' | 'written' }>;

export type Dialled =
  | {
      readonly ok: true;
      readonly end: LinkEnd<HubToDesk, DeskToHub>;
      readonly identity: RunIdentity;
      readonly calendar: Calendar;
    }
  | { readonly ok: false; readonly reason: string };

export interface DeskClientDeps {
  /** Connects once; `lastSeq`: rows after it are told again. */
  dial(lastSeq: number | undefined): Promise<Dialled>;
  readonly clock: Clock;
  onNews(news: DeskNews): void;
  onUp(identity: RunIdentity, calendar: Calendar): void;
  onDown(reason: string): void;
  /** The last journal row that was told here. */
  lastSeq(): number | undefined;
  /** The hub's address, told at every connection. */
  serving(): { readonly url: string; readonly connections: number } | undefined;
}

const AGAIN_MS = 100;
const WRITE_WAIT_MS = 10_000;
/** A command that the desk has not answered for so long is forgotten: nothing may start late. What reduces waits longer. */
const COMMAND_WAIT_MS = 10_000;
const REDUCING_WAIT_MS = 60_000;

interface Waiting<T> {
  readonly message: HubToDesk;
  resolve(value: T): void;
  reject(error: Error): void;
}

/**
 * The hub's link to the desk: connects again for ever. A command that was under way when the link broke is sent again
 * (its id makes a repeat harmless); one that begins while there is no link waits for it as well, within its caller's time.
 */
export class DeskClient implements DeskPort {
  private readonly deps: DeskClientDeps;
  private end: LinkEnd<HubToDesk, DeskToHub> | undefined;
  private readonly commands = new Map<string, Waiting<CommandResult>>();
  private readonly writes = new Map<number, Waiting<void>>();
  private nextWrite = 1;
  private closed = false;

  constructor(deps: DeskClientDeps) {
    this.deps = deps;
  }

  get up(): boolean {
    return this.end?.open === true;
  }

  /** Runs until `close`. */
  async run(): Promise<void> {
    while (!this.closed) {
      const dialled = await this.deps.dial(this.deps.lastSeq());
      if (this.isClosed()) {
        if (dialled.ok) dialled.end.close();
        return;
      }
      if (dialled.ok) this.deps.onDown(await this.attach(dialled));
      await new Promise<void>((resolve) => this.deps.clock.after(AGAIN_MS, resolve));
    }
  }

  command(request: CommandRequest): Promise<CommandResult> {
    const { kind } = request.command;
    const waitMs = kind === 'flatten' || kind === 'stop' ? REDUCING_WAIT_MS : COMMAND_WAIT_MS;
    return new Promise((resolve, reject) => {
      const message: HubToDesk = { t: 'command', request };
      const cancel = this.deps.clock.after(waitMs, () => {
        this.commands.delete(request.commandId);
        reject(new Error('the desk did not answer'));
      });
      const before = this.commands.get(request.commandId);
      const settle = (result: CommandResult): void => {
        cancel();
        before?.resolve(result);
        resolve(result);
      };
      this.commands.set(request.commandId, { message, resolve: settle, reject });
      this.send(message);
    });
  }

  write(table: string, key: string, json: string | undefined): Promise<void> {
    const id = this.nextWrite;
    this.nextWrite += 1;
    const message: HubToDesk =
      json === undefined
        ? { t: 'write', id, table, op: 'delete', key }
        : { t: 'write', id, table, op: 'upsert', key, json };
    return new Promise((resolve, reject) => {
      const cancel = this.deps.clock.after(WRITE_WAIT_MS, () => {
        this.writes.delete(id);
        reject(new Error('the desk did not confirm the write'));
      });
      this.writes.set(id, {
        message,
        resolve: () => {
          cancel();
          resolve();
        },
        reject: (error) => {
          cancel();
          reject(error);
        },
      });
      this.send(message);
    });
  }

  close(): void {
    this.closed = true;
    this.end?.close();
  }

  /** `closed` may have changed while something was awaited. */
  private isClosed(): boolean {
    return this.closed;
  }

  private send(message: HubToDesk): void {
    if (this.end?.open === true) this.end.send(message);
  }

  private attach(dialled: Extract<Dialled, { ok: true }>): Promise<string> {
    const { end } = dialled;
    this.end = end;
    return new Promise((resolve) => {
      end.onClose((reason) => {
        if (this.end === end) this.end = undefined;
        resolve(reason);
      });
      this.deps.onUp(dialled.identity, dialled.calendar);
      end.onMessage((message) => this.take(message));
      const serving = this.deps.serving();
      if (serving !== undefined) end.send({ t: 'serving', ...serving });
      for (const { message } of [...this.commands.values(), ...this.writes.values()]) end.send(message);
    });
  }

  private take(message: DeskToHub): void {
    switch (message.t) {
      case 'welcome':
      case 'refused':
        return;
      case 'commandResult': {
        const waiting = this.commands.get(message.result.commandId);
        this.commands.delete(message.result.commandId);
        waiting?.resolve(message.result);
        return;
      }
      case 'written': {
        const waiting = this.writes.get(message.id);
        this.writes.delete(message.id);
        if (message.ok) waiting?.resolve();
        else waiting?.reject(new Error(message.message ?? 'the desk could not write it'));
        return;
      }
      default:
        this.deps.onNews(message);
    }
  }
}
