import type { BrokerPort } from '../ports/broker.ts';
import type { BrokerReport, BrokerState } from '../domain/broker.ts';
import type { BookId } from '../domain/book.ts';
import type { Clock } from '../ports/clock.ts';
import type { FlattenProgress } from '../wire/link/messages.ts';
import type { Origin, Scope } from '../domain/events.ts';
import type { Receipt, ReceiptStep } from '../domain/commands.ts';
import type { DeskCore } from './core/desk-core.ts';
import type { Published } from './core/finished.ts';
import { booksOf } from './core/acts.ts';
import { flattenNow } from './core/flatten-now.ts';

const RETRY_MS = 25;

export interface FlattenHooks {
  readonly desk: DeskCore;
  readonly broker: BrokerPort;
  readonly clock: Clock;
  publish(published: Published): void;
  progress(progress: FlattenProgress): void;
  receipt(receipt: Receipt): void;
}

/**
 * A person's flatten, beside the order of steps: entries blocked, working orders canceled and awaited, the rest closed,
 * and the venue asked for its own books. Goes on until the venue says flat; a second one of the same scope joins it.
 */
export class FlattenFlow {
  private readonly hooks: FlattenHooks;
  private readonly running = new Map<Scope, Promise<Receipt>>();

  constructor(hooks: FlattenHooks) {
    this.hooks = hooks;
  }

  /** The flatten under way that one of this scope joins. */
  joined(scope: Scope): Promise<Receipt> | undefined {
    return this.running.get(scope) ?? (scope === 'account' ? undefined : this.running.get('account'));
  }

  /** Starts or joins. The flatten must have been journaled (FlattenStarted) or is journaled now by `begin`. */
  run(scope: Scope, origin: Origin, begin: () => void): Promise<Receipt> {
    const joined = this.joined(scope);
    if (joined !== undefined) return joined;
    const flow = this.flatten(scope, origin, begin).finally(() => this.running.delete(scope));
    this.running.set(scope, flow);
    return flow;
  }

  private async flatten(scope: Scope, origin: Origin, begin: () => void): Promise<Receipt> {
    const { desk, clock } = this.hooks;
    const startedMs = clock.monotonicMs();
    const timeMs = desk.nowMs;
    begin();
    const id = desk.ledger.flattens.get(scope)?.flattenId ?? `${scope}-F`;
    const steps: ReceiptStep[] = [];
    let lapMs = startedMs;
    const step = (name: string, text: string): void => {
      const now = clock.monotonicMs();
      const done: ReceiptStep = { name, text, ms: round(now - lapMs) };
      lapMs = now;
      steps.push(done);
      this.hooks.progress({ t: 'flatten', id, scope, step: name, text, ms: done.ms });
    };
    await this.commit();
    step('entries_blocked', 'entries blocked');
    const books = booksOf(desk, scope) ?? [];
    await this.drive(books, origin, step);
    const state = await this.verify(books, scope);
    if (state.verified) step('venue_verified', `venue says flat, ${state.open} working`);
    else {
      const held = state.positions.map(({ contractId, netQty }) => `${contractId} ${netQty}`).join(', ') || 'nothing';
      const text = `not flat: the venue holds ${held}, ${state.open} working`;
      step('not_verified', text);
      const message = `the flatten of ${scope} could not be verified, ${text}`;
      desk.record(
        { type: 'Alarm', code: 'flatten_unverified', message },
        scope === 'account' ? null : scope,
        desk.nowMs,
        true,
      );
    }
    desk.record(
      { type: 'FlattenEnded', flattenId: id, scope, verified: state.verified },
      scope === 'account' ? null : scope,
      desk.nowMs,
      true,
    );
    const receipt: Receipt = {
      id,
      scope,
      actor: origin.actor,
      steps,
      verified: state.verified,
      positions: state.positions,
      workingOrders: state.open,
      ms: round(clock.monotonicMs() - startedMs),
      timeMs,
    };
    desk.recorder.receipt(receipt);
    await this.commit();
    this.hooks.receipt(receipt);
    return receipt;
  }

  private async drive(
    books: readonly BookId[],
    origin: Origin,
    step: (name: string, text: string) => void,
  ): Promise<void> {
    const { desk } = this.hooks;
    const flow = flattenNow(desk, books, 'manual', origin, true);
    let canceled = 0;
    let closed = 0;
    let turn = flow.next([]);
    let phase = turn.done === true ? undefined : turn.value.phase;
    while (turn.done !== true) {
      const { commands } = turn.value;
      if (turn.value.phase === 'cancel') canceled += commands.length;
      if (turn.value.phase === 'close')
        closed += commands.reduce((sum, c) => sum + (c.kind === 'place' ? c.order.qty : 0), 0);
      await this.commit();
      if (turn.value.phase === 'wait') await this.pause(RETRY_MS);
      const reports = commands.length === 0 ? [] : await this.execute(commands);
      await this.caughtUp(reports);
      turn = flow.next(reports);
      await this.commit();
      const next = turn.done === true ? undefined : turn.value.phase;
      if (phase === 'cancel' && next !== 'cancel' && next !== 'wait')
        step('orders_canceled', count(canceled, 'canceled', 'order'));
      if (next === undefined && closed > 0) step('position_closed', `closed ${closed} at market`);
      phase = next ?? phase;
    }
  }

  /** The venue's own books, until they show the scope flat and without working orders. */
  private async verify(
    books: readonly BookId[],
    scope: Scope,
  ): Promise<{ verified: boolean; positions: Receipt['positions']; open: number }> {
    const { desk } = this.hooks;
    for (let attempt = 0; ; attempt += 1) {
      const state = await this.ask();
      const result = judge(desk, state, books, scope);
      if (result.verified || attempt >= 40) return result;
      await this.pause(RETRY_MS);
    }
  }

  private async ask(): Promise<BrokerState> {
    for (;;) {
      try {
        return await this.hooks.broker.state();
      } catch {
        await this.pause(RETRY_MS);
      }
    }
  }

  /** Sends until the venue answers: a repeat has no second effect, so a lost link costs time only. */
  private async execute(commands: Parameters<BrokerPort['executeNow']>[0]): Promise<readonly BrokerReport[]> {
    for (;;) {
      try {
        return await this.hooks.broker.executeNow(commands);
      } catch {
        await this.pause(RETRY_MS);
      }
    }
  }

  /** Reports of a step that the venue has answered and the desk has not yet taken come first. */
  private async caughtUp(reports: readonly BrokerReport[]): Promise<void> {
    const first = reports[0];
    if (first === undefined) return;
    while (this.hooks.desk.lastReportSeq < first.reportSeq - 1) await this.pause(1);
  }

  private async commit(): Promise<void> {
    for (;;) {
      const published = this.hooks.desk.commitAct();
      if (published !== undefined) {
        this.hooks.publish(published);
        return;
      }
      await this.pause(RETRY_MS);
    }
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.hooks.clock.after(ms, resolve));
  }
}

/** Flat: the venue holds on the scope's contracts just what other books hold, and none of the scope's orders works. */
function judge(
  desk: DeskCore,
  state: BrokerState,
  books: readonly BookId[],
  scope: Scope,
): { verified: boolean; positions: Receipt['positions']; open: number } {
  const ours = new Set(books);
  const contracts = new Set(
    books.map((id) => desk.ledger.book(id).contractId ?? desk.contractOf(desk.strategyOf(id)?.identity.root ?? id)),
  );
  const others = new Map<string, number>();
  for (const book of desk.ledger.books.values()) {
    if (ours.has(book.id) || book.contractId === undefined) continue;
    others.set(book.contractId, (others.get(book.contractId) ?? 0) + book.position.netQty);
  }
  const positions = state.positions
    .filter((position) => scope === 'account' || contracts.has(position.contractId))
    .map(({ contractId, netQty }) => ({ contractId, netQty: netQty - (others.get(contractId) ?? 0) }))
    .filter(({ netQty }) => netQty !== 0);
  const open = state.openOrders.filter(({ orderId }) => {
    const book = orderId.slice(0, orderId.lastIndexOf('-O'));
    return scope === 'account' || ours.has(book);
  }).length;
  return { verified: positions.length === 0 && open === 0, positions, open };
}

function count(n: number, verb: string, noun: string): string {
  return `${verb} ${n} ${noun}${n === 1 ? '' : 's'}`;
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
