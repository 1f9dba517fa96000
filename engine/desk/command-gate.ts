import type { BrokerCommand, BrokerReport } from '../domain/broker.ts';
import type { BookId } from '../domain/book.ts';
import type { Origin } from '../domain/events.ts';
import type { CommandRequest, CommandResult } from '../domain/commands.ts';
import type { DeskCore } from './core/desk-core.ts';
import type { Published } from './core/finished.ts';
import type { FlattenFlow } from './flatten-flow.ts';
import type { Refusal } from './core/acts.ts';
import { acceptCommand, booksOf, exitsOnly, start, unknownScope } from './core/acts.ts';
import { cancelEntries } from './core/flatten-now.ts';
import { cancelOrder } from './core/decisions.ts';
import { isClosed } from '../domain/order.ts';
import { isPersons } from './core/duties.ts';
import { stricter } from '../domain/book.ts';

export interface GateHooks {
  publish(published: Published): void;
  executeNow(commands: readonly BrokerCommand[]): Promise<readonly BrokerReport[]>;
  pause(ms: number): Promise<void>;
  speedChanged(): void;
  nextTrade(): void;
  /** Books that may trade from now on: an engine that was given up is wanted again. */
  started(books: readonly BookId[]): void;
}

const REMEMBERED = 1_000;
const RETRY_MS = 25;

/** The one gate for everything that a person asks: checked, journaled, executed at once, answered once per commandId. */
export class CommandGate {
  private readonly desk: DeskCore;
  private readonly flow: FlattenFlow;
  private readonly hooks: GateHooks;
  private readonly answered = new Map<string, Promise<CommandResult>>();
  private acting = 0;

  constructor(desk: DeskCore, flow: FlattenFlow, hooks: GateHooks) {
    this.desk = desk;
    this.flow = flow;
    this.hooks = hooks;
  }

  /** True while a person's act is between the desk and the venue. */
  get busy(): boolean {
    return this.acting > 0;
  }

  take(request: CommandRequest): Promise<CommandResult> {
    const known = this.answered.get(request.commandId);
    if (known !== undefined) return known;
    this.acting += 1;
    const answer = this.execute(request).finally(() => {
      this.acting -= 1;
    });
    this.answered.set(request.commandId, answer);
    for (const old of this.answered.keys()) {
      if (this.answered.size <= REMEMBERED) break;
      this.answered.delete(old);
    }
    return answer;
  }

  /** After a restart: a person's flatten that was under way goes on, and entries that were stopped are taken back at once. */
  resume(): void {
    const stopped = [...this.desk.ledger.unanswered.values()].filter(
      (command) => command.kind === 'cancel' && command.reason === 'by_stop',
    );
    this.acting += 1;
    void this.send(stopped).finally(() => {
      this.acting -= 1;
    });
    for (const flatten of this.desk.ledger.flattens.values()) {
      if (!isPersons(flatten.origin)) continue;
      this.acting += 1;
      void this.flow
        .run(flatten.scope, flatten.origin, () => undefined)
        .finally(() => {
          this.acting -= 1;
        });
    }
  }

  /** Takes back the entries of a book that nobody decides for any more; its protection stays. */
  async takeBackEntries(book: BookId, origin: Origin): Promise<void> {
    this.acting += 1;
    await this.send(cancelEntries(this.desk, [book], origin)).finally(() => {
      this.acting -= 1;
    });
  }

  private async execute(request: CommandRequest): Promise<CommandResult> {
    const { desk } = this;
    const { command, origin } = request;
    if (booksOf(desk, command.scope) === undefined) return refused(request, unknownScope(desk, command.scope));
    if (desk.ledger.accepted.has(request.commandId)) return this.repeated(request);
    switch (command.kind) {
      case 'start': {
        const refusal = this.journaled(request, () => start(desk, command.scope, origin));
        if (refusal !== undefined) return refused(request, refusal);
        this.hooks.started(booksOf(desk, command.scope) ?? []);
        return this.ok(request);
      }
      case 'stop':
        return this.stop(request);
      case 'flatten': {
        // A start in the middle of a flatten does not outlive a second flatten.
        if (this.flow.joined(command.scope) !== undefined) {
          this.journaled(request, () => {
            exitsOnly(desk, command.scope, 'flattened', origin);
            return undefined;
          });
        }
        const receipt = await this.flow.run(command.scope, origin, () => {
          acceptCommand(desk, request);
          exitsOnly(desk, command.scope, 'flattened', origin);
          desk.startFlatten(command.scope, 'manual', origin, true);
        });
        return { commandId: request.commandId, ok: true, state: this.stateOf(request), receipt };
      }
      case 'cancel-order':
        return this.cancel(request, command.orderId);
      case 'set-speed': {
        const { speed } = command;
        if (speed !== 'max' && !(Number.isFinite(speed) && speed > 0 && speed <= 100_000)) {
          return refused(request, { code: 'bad_speed', message: `expected a speed above 0 or "max", found ${speed}` });
        }
        this.journaled(request, () => {
          desk.speed = speed;
          desk.record({ type: 'SpeedChanged', speed }, null, desk.nowMs, true);
          return undefined;
        });
        this.hooks.speedChanged();
        return this.ok(request);
      }
      case 'next-trade':
        this.hooks.nextTrade();
        return this.ok(request);
    }
  }

  /** Taken by the desk before it died: what it did stands, and it is not done again. */
  private async repeated(request: CommandRequest): Promise<CommandResult> {
    const { command } = request;
    if (command.kind === 'start' && this.stateOf(request) === 'HALTED') {
      return refused(request, { code: 'halted', message: 'halted' });
    }
    const flatten = command.kind === 'flatten' ? this.flow.joined(command.scope) : undefined;
    const receipt = flatten === undefined ? {} : { receipt: await flatten };
    return { commandId: request.commandId, ok: true, state: this.stateOf(request), ...receipt };
  }

  private async stop(request: CommandRequest): Promise<CommandResult> {
    const { desk } = this;
    const { scope } = request.command;
    let commands: readonly BrokerCommand[] = [];
    const refusal = this.journaled(request, () => {
      exitsOnly(desk, scope, 'by_person', request.origin);
      commands = cancelEntries(desk, booksOf(desk, scope) ?? [], request.origin);
      return undefined;
    });
    return this.sent(request, refusal, commands);
  }

  private async cancel(request: CommandRequest, orderId: string): Promise<CommandResult> {
    const { desk } = this;
    const state = desk.ledger.orders.get(orderId);
    if (state === undefined || isClosed(state.status)) {
      return refused(request, { code: 'unknown_order', message: `expected an open order, found ${orderId}` });
    }
    if (state.order.role === 'stop') {
      return refused(request, { code: 'unknown_order', message: `${orderId} is a protective stop: flatten instead` });
    }
    let commands: readonly BrokerCommand[] = [];
    const refusal = this.journaled(request, () => {
      commands = desk.collectCommands(() => cancelOrder(desk, orderId, 'by_stop', request.origin, true));
      return undefined;
    });
    return this.sent(request, refusal, commands);
  }

  /** Nothing is sent that is not in the file: with a locked one the answer does not wait, the commands do. */
  private async sent(
    request: CommandRequest,
    refusal: Refusal | undefined,
    commands: readonly BrokerCommand[],
  ): Promise<CommandResult> {
    if (refusal === undefined) {
      await this.send(commands);
      return this.ok(request);
    }
    this.acting += 1;
    void this.send(commands).finally(() => {
      this.acting -= 1;
    });
    return refused(request, refusal);
  }

  private async send(commands: readonly BrokerCommand[]): Promise<void> {
    if (commands.length === 0) return;
    while (!this.commit()) await this.hooks.pause(RETRY_MS);
    const reports = await this.executed(commands);
    const first = reports[0];
    while (first !== undefined && this.desk.lastReportSeq < first.reportSeq - 1) await this.hooks.pause(1);
    this.desk.applyImmediate(reports);
    // With a locked file the step's commit takes it along.
    this.commit();
  }

  /** A venue that cannot write its file is asked again: a repeat has no second effect. */
  private async executed(commands: readonly BrokerCommand[]): Promise<readonly BrokerReport[]> {
    for (;;) {
      try {
        return await this.hooks.executeNow(commands);
      } catch {
        await this.hooks.pause(RETRY_MS);
      }
    }
  }

  private journaled(request: CommandRequest, act: () => Refusal | undefined): Refusal | undefined {
    acceptCommand(this.desk, request);
    const refusal = act();
    const written = this.commit();
    return written
      ? refusal
      : { code: 'file_locked', message: 'the journal cannot be written now; the command takes effect when it can' };
  }

  private commit(): boolean {
    const published = this.desk.commitAct();
    if (published !== undefined) this.hooks.publish(published);
    return published !== undefined;
  }

  private ok(request: CommandRequest): CommandResult {
    return { commandId: request.commandId, ok: true, state: this.stateOf(request) };
  }

  private stateOf(request: CommandRequest): string {
    const { ledger } = this.desk;
    const { scope } = request.command;
    return scope === 'account'
      ? ledger.account.state
      : stricter(ledger.book(scope).trading.state, ledger.account.state);
  }
}

function refused(request: CommandRequest, refusal: Refusal): CommandResult {
  return {
    commandId: request.commandId,
    ok: false,
    code: refusal.code,
    message: refusal.message,
    ...(refusal.untilMs === undefined ? {} : { untilMs: refusal.untilMs }),
  };
}
