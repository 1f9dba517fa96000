import type { ClientOrderId } from '../domain/ids.ts';
import type { CommandRequest, CommandResult, PersonCommand } from '../domain/commands.ts';
import { isDeepStrictEqual } from 'node:util';
import type { BookId } from '../domain/book.ts';
import type { Clock } from '../ports/clock.ts';
import type { Scope } from '../domain/scope.ts';
import type { CancelReason } from '../domain/reasons.ts';
import type { Act } from './core/act.ts';
import type { DeskCore } from './core/desk-core.ts';
import type { Refusal } from './core/person-acts.ts';
import type { Lane } from './lane.ts';
import type { PersonFlatten } from './person-flatten.ts';
import { stricter } from '../domain/book.ts';
import { isReducingCommand, scopeOfCommand } from '../domain/commands.ts';
import { isClosed } from '../domain/order.ts';
import { isPersons } from '../domain/origin.ts';
import { bookOf, isAccount, scopeName } from '../domain/scope.ts';
import { acceptCommand, cancelEntries, exitsOnly, start, unknownScope } from './core/person-acts.ts';

export interface GateDeps {
  readonly core: DeskCore;
  readonly lane: Lane;
  readonly flattens: PersonFlatten;
  readonly clock: Clock;
  speedChanged(): void;
  nextTrade(): void;
  /** Books that may trade from now on: an engine that was given up is wanted again. */
  started(books: readonly BookId[]): void;
}

const REMEMBERED = 1_000;
/** Cancels that a person asked for: not left to the next step. */
const BY_PERSONS: ReadonlySet<CancelReason> = new Set(['by_stop', 'by_person']);

/** "Verified flat" is not told again when it was said longer ago. */
const RECEIPT_LIFE_MS = 60_000;

/** A command that this desk has taken. */
interface Taken {
  readonly command: PersonCommand;
  /** By the monotonic clock. */
  readonly takenMs: number;
  readonly answer: Promise<CommandResult>;
  /** Undefined while it is under way. */
  result: CommandResult | undefined;
}

/**
 * The one gate for everything that a person asks: checked, journaled, executed at once, answered once per commandId.
 *
 * A commandId belongs to one command. Another one with it is refused; but what takes risk away is never refused for its
 * id: a flatten that is not done because of a name leaves somebody unprotected who believes the contrary. It is done,
 * under an id of the desk's own. For the same reason a repeated flatten or stop is answered from memory only while what
 * it brought about still stands; else it is done anew, which in a scope that is flat costs one question to the venue.
 */
export class CommandGate {
  private readonly deps: GateDeps;
  private readonly taken = new Map<string, Taken>();

  constructor(deps: GateDeps) {
    this.deps = deps;
  }

  take(request: CommandRequest): Promise<CommandResult> {
    const { commandId, command } = request;
    const known = this.taken.get(commandId);
    if (known === undefined) return this.takeUnknown(request);
    if (!isDeepStrictEqual(known.command, command)) return this.other(request, known.command.kind);
    if (isReducingCommand(command) && !this.stands(request, known)) return this.anew(request);
    return known.answer.then(repeatedAnswer);
  }

  /** Not of this desk's time; an earlier one may have taken it. */
  private takeUnknown(request: CommandRequest): Promise<CommandResult> {
    const { command, commandId } = request;
    const accepted = this.deps.core.ledger.accepted.get(commandId);
    if (accepted === undefined) return this.remember(request, this.execute(request));
    const scope = scopeOfCommand(command);
    if (accepted.kind !== command.kind || scopeName(accepted.scope) !== scopeName(scope)) {
      return this.other(request, accepted.kind);
    }
    // What it came to is not known any more: it is done again, unless it goes on, or nothing has undone it.
    const isUndone = command.kind === 'stop' && this.isRunning(scope);
    if (isUndone || (command.kind === 'flatten' && this.deps.flattens.joined(scope) === undefined)) {
      return this.anew(request);
    }
    return this.remember(request, this.afterRestart(request)).then(repeatedAnswer);
  }

  /** Another command than the one that the id was used for. */
  private other(request: CommandRequest, before: string): Promise<CommandResult> {
    if (isReducingCommand(request.command)) return this.anew(request);
    const message = `"${request.commandId}" was used for another command (${before}): take a new id`;
    return Promise.resolve(refused(request, { code: 'id_used', message }));
  }

  /** Under an id of the desk's own; a further repeat gets the answer of this one. */
  private anew(request: CommandRequest): Promise<CommandResult> {
    const { commandId } = request;
    const { accepted } = this.deps.core.ledger;
    let times = 2;
    while (accepted.has(`${commandId}~${times}`)) times += 1;
    const answer = this.execute({ ...request, commandId: `${commandId}~${times}` });
    return this.remember(
      request,
      answer.then((result) => ({ ...result, commandId })),
    );
  }

  private remember({ commandId, command }: CommandRequest, answer: Promise<CommandResult>): Promise<CommandResult> {
    const taken: Taken = { command, takenMs: this.deps.clock.monotonicMs(), answer, result: undefined };
    answer.then(
      (result) => (taken.result = result),
      () => this.taken.delete(commandId),
    );
    this.taken.delete(commandId);
    this.taken.set(commandId, taken);
    for (const old of this.taken.keys()) {
      if (this.taken.size <= REMEMBERED) break;
      this.taken.delete(old);
    }
    return answer;
  }

  /** Is what a repeated command brought about still so? */
  private stands({ command }: CommandRequest, { result, takenMs }: Taken): boolean {
    if (result === undefined) return true; // under way
    const scope = scopeOfCommand(command);
    if (!result.ok) return false;
    if (command.kind === 'cancel-order') return true;
    if (this.isRunning(scope)) return false;
    if (command.kind === 'stop') return true;
    const isFresh = this.deps.clock.monotonicMs() - takenMs <= RECEIPT_LIFE_MS;
    return isFresh && result.receipt?.verified === true && this.isFlat(scope);
  }

  private isRunning(scope: Scope): boolean {
    const { ledger } = this.deps.core;
    const states = [ledger.account, ...(ledger.booksOf(scope) ?? []).map(({ trading }) => trading)];
    return isAccount(scope)
      ? states.some(({ state }) => state === 'RUN')
      : states.every(({ state }) => state === 'RUN');
  }

  private isFlat(scope: Scope): boolean {
    const { ledger } = this.deps.core;
    return (ledger.booksOf(scope) ?? []).every(
      (book) => book.held().length === 0 && ledger.openOrders(book.id).length === 0,
    );
  }

  /** After a restart: a person's flatten that was under way goes on, and what a person canceled is taken back at once. */
  resume(): void {
    const { core, lane, flattens } = this.deps;
    const asked = core.unanswered().filter((command) => command.kind === 'cancel' && BY_PERSONS.has(command.reason));
    if (asked.length > 0) void lane.execute(asked).then((entries) => lane.take(entries));
    flattens.resume();
  }

  private async execute(request: CommandRequest): Promise<CommandResult> {
    const { core, flattens } = this.deps;
    const { ledger } = core;
    const { command } = request;
    const scope = scopeOfCommand(command);
    if (ledger.booksOf(scope) === undefined) return refused(request, unknownScope(ledger, scope));
    switch (command.kind) {
      case 'start': {
        const refusal = this.journaled(request, (act) => start(act, ledger, scope));
        if (refusal !== undefined) return refused(request, refusal);
        this.deps.started((ledger.booksOf(scope) ?? []).map(({ id }) => id));
        return this.ok(request);
      }
      case 'stop':
        return this.acted(request, (act) => {
          exitsOnly(act, ledger, scope, 'by_person');
          cancelEntries(
            act,
            ledger,
            (ledger.booksOf(scope) ?? []).map(({ id }) => id),
          );
        });
      case 'flatten': {
        // A start in the middle of a flatten does not outlive a second flatten.
        if (flattens.joined(scope) !== undefined) {
          this.journaled(request, (act) => exitsOnly(act, ledger, scope, 'flattened'));
        }
        const receipt = await flattens.run(scope, request.origin, (act) => {
          acceptCommand(act, request);
          exitsOnly(act, ledger, scope, 'flattened');
          act.startFlatten(scope, 'manual');
        });
        return { commandId: request.commandId, ok: true, state: this.stateOf(request), receipt };
      }
      case 'end-flatten':
        return this.endFlatten(request);
      case 'acknowledge':
        if (!ledger.differences.has(command.difference)) {
          const message = `expected an open difference between books and venue, found "${command.difference}"`;
          return refused(request, { code: 'unknown_difference', message });
        }
        return this.acted(request, (act) => void core.reconciler.acknowledge(act, command.difference));
      case 'cancel-order':
        return this.cancel(request, command.orderId);
      case 'set-speed': {
        const { speed } = command;
        if (speed !== 'max' && !(Number.isFinite(speed) && speed > 0 && speed <= 100_000)) {
          return refused(request, { code: 'bad_speed', message: `expected a speed above 0 or "max", found ${speed}` });
        }
        this.journaled(request, (act) => {
          core.speed = speed;
          act.record({ type: 'SpeedChanged', speed }, null);
        });
        this.deps.speedChanged();
        return this.ok(request);
      }
      case 'next-trade':
        this.deps.nextTrade();
        return this.ok(request);
    }
  }

  /** Taken by the desk before it died: what it did stands, and it is not done again. */
  private async afterRestart(request: CommandRequest): Promise<CommandResult> {
    const { command } = request;
    if (command.kind === 'start' && this.stateOf(request) === 'HALTED') {
      return refused(request, { code: 'halted', message: 'halted' });
    }
    const flatten = command.kind === 'flatten' ? this.deps.flattens.joined(command.scope) : undefined;
    const receipt = flatten === undefined ? {} : { receipt: await flatten };
    return { commandId: request.commandId, ok: true, state: this.stateOf(request), ...receipt };
  }

  /** A limit's flatten cannot be given up: nothing may stay open then. */
  private async endFlatten(request: CommandRequest): Promise<CommandResult> {
    const { core, flattens } = this.deps;
    const name = scopeName(scopeOfCommand(request.command));
    const flatten = core.ledger.flattens.get(name);
    if (flatten === undefined || !isPersons(flatten.origin)) {
      const found = flatten === undefined ? 'none' : `one of ${flatten.reason}, which ends by itself`;
      const message = `expected a person's flatten of ${name} under way, found ${found}`;
      return refused(request, { code: 'unknown_flatten', message });
    }
    const act = core.act(request.origin, true);
    acceptCommand(act, request);
    await flattens.giveUp(flatten, act);
    return this.ok(request);
  }

  private cancel(request: CommandRequest, orderId: ClientOrderId): Promise<CommandResult> | CommandResult {
    const { ledger } = this.deps.core;
    const state = ledger.fold.get(orderId);
    if (state === undefined || isClosed(state.status)) {
      return refused(request, { code: 'unknown_order', message: `expected an open order, found ${orderId}` });
    }
    if (state.order.role === 'stop') {
      return refused(request, { code: 'unknown_order', message: `${orderId} is a protective stop: flatten instead` });
    }
    return this.acted(request, (act) => {
      if (state.status !== 'pending_cancel') act.cancel(orderId, 'by_person');
    });
  }

  /** An act whose commands the venue executes at once. */
  private async acted(request: CommandRequest, act: (act: Act) => void): Promise<CommandResult> {
    const { core, lane } = this.deps;
    const own = core.act(request.origin, true);
    acceptCommand(own, request);
    act(own);
    await lane.settle(own);
    return this.ok(request);
  }

  /** An act without commands: it has taken effect when this returns, and is in the file or in the spill. */
  private journaled(request: CommandRequest, act: (act: Act) => Refusal | undefined | void): Refusal | undefined {
    const own = this.deps.core.act(request.origin, true);
    acceptCommand(own, request);
    const refusal = act(own) ?? undefined;
    if (refusal !== undefined) {
      const book = bookOf(scopeOfCommand(request.command)) ?? null;
      own.log({ book, type: 'warning', message: `${request.command.kind} refused: ${refusal.message}` });
    }
    const message = 'neither the journal nor its spill can be written now; the command takes effect when one can';
    return this.deps.lane.write() ? refusal : { code: 'file_locked', message };
  }

  private ok(request: CommandRequest): CommandResult {
    return { commandId: request.commandId, ok: true, state: this.stateOf(request) };
  }

  private stateOf(request: CommandRequest): string {
    const { ledger } = this.deps.core;
    const id = bookOf(scopeOfCommand(request.command));
    if (id === undefined) return ledger.account.state;
    return stricter(ledger.book(id).trading.state, ledger.account.state);
  }
}

function repeatedAnswer(result: CommandResult): CommandResult {
  return result.ok ? { ...result, repeated: true } : result;
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
