import type { CommandRequest, CommandResult } from '../../domain/commands.ts';
import type { RunIdentity } from '../../domain/run.ts';
import type { Calendar } from '../../domain/session.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LinkEnd } from '../../ports/link.ts';
import type { Grants } from '../../wire/link/grants.ts';
import type { DeskToHub, HubToDesk } from '../../wire/link/messages.ts';
import { PendingCommands } from '../../adapters/link/pending-commands.ts';
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

interface Write {
  readonly message: HubToDesk;
  resolve(): void;
  reject(error: Error): void;
}

/** The hub's link to the desk: connects again for ever. */
export class DeskClient implements DeskPort {
  private readonly deps: DeskClientDeps;
  private end: LinkEnd<HubToDesk, DeskToHub> | undefined;
  private readonly commands: PendingCommands;
  private readonly writes = new Map<number, Write>();
  private nextWrite = 1;
  private granted: Grants | undefined;
  private closed = false;
  private wasUp = false;

  constructor(deps: DeskClientDeps) {
    this.deps = deps;
    this.commands = new PendingCommands(deps.clock, (asked) => this.send(asked));
  }

  get isStarting(): boolean {
    return !this.wasUp;
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
    return this.commands.ask(request);
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

  tellGrants(grants: Grants): void {
    this.granted = grants;
    this.send({ t: 'grants', grants });
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
    this.wasUp = true;
    return new Promise((resolve) => {
      end.onClose((reason) => {
        if (this.end === end) this.end = undefined;
        resolve(reason);
      });
      this.deps.onUp(dialled.identity, dialled.calendar);
      end.onMessage((message) => this.take(message));
      const serving = this.deps.serving();
      if (serving !== undefined) end.send({ t: 'serving', ...serving });
      if (this.granted !== undefined) end.send({ t: 'grants', grants: this.granted });
      this.commands.sendAgain();
      for (const { message } of this.writes.values()) end.send(message);
    });
  }

  private take(message: DeskToHub): void {
    switch (message.t) {
      case 'welcome':
      case 'refused':
        return;
      case 'commandResult':
        this.commands.answered(message);
        return;
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
