import type { BrokerState } from '../domain/broker.ts';
import type { Clock } from '../ports/clock.ts';
import type { FlattenProgress } from '../wire/link/messages.ts';
import type { PersonOrigin } from '../domain/origin.ts';
import type { Receipt } from '../domain/commands.ts';
import type { RunningFlatten } from '../execution/ledger.ts';
import type { Scope } from '../domain/scope.ts';
import type { Act } from './core/act.ts';
import type { DeskCore } from './core/desk-core.ts';
import type { FlattenStep } from './core/flattens.ts';
import type { Lane } from './lane.ts';
import type { Signal } from './signal.ts';
import { isPersons } from '../domain/origin.ts';
import { ACCOUNT_NAME, scopeName } from '../domain/scope.ts';

export interface PersonFlattenDeps {
  readonly core: DeskCore;
  readonly lane: Lane;
  readonly clock: Clock;
  readonly state: () => Promise<BrokerState>;
  /** Fires when something was told by the venue. */
  readonly taken: Signal;
  progress(progress: FlattenProgress): void;
  receipt(receipt: Receipt): void;
}

/** The venue's last word on a flatten that is given up, ms. */
const LAST_ASK_MS = 1_000;

interface Running {
  /** How far it came last. */
  latest: Receipt | undefined;
  readonly first: Promise<Receipt>;
}

/**
 * Drives persons' flattens beside the order of steps, by the clock on the wall: also while market time stands still, a
 * file is locked, or the venue does not answer. Each goes on until the venue says flat, or a person gives it up.
 */
export class PersonFlatten {
  private readonly deps: PersonFlattenDeps;
  private readonly running = new Map<string, Running>();

  constructor(deps: PersonFlattenDeps) {
    this.deps = deps;
  }

  /** What the flatten under way that one of this scope joins has come to; undefined where there is none. */
  joined(scope: Scope): Promise<Receipt> | undefined {
    const running = this.running.get(scopeName(scope)) ?? this.running.get(ACCOUNT_NAME);
    return running === undefined
      ? undefined
      : running.latest === undefined
        ? running.first
        : Promise.resolve(running.latest);
  }

  /**
   * Begins one, or joins the one under way. Resolves with the first receipt: verified, or how far it came when it is not
   * through at once; it goes on then, and later receipts are told.
   */
  run(scope: Scope, origin: PersonOrigin, begin: (act: Act) => void): Promise<Receipt> {
    const joined = this.joined(scope);
    if (joined !== undefined) return joined;
    const act = this.deps.core.act(origin, true);
    begin(act);
    return this.start(scope, act);
  }

  /** After a restart: those that the journal says are under way go on. */
  resume(): void {
    const { core } = this.deps;
    for (const { scope, origin } of core.ledger.flattens.values()) {
      if (isPersons(origin)) void this.start(scope, core.act(origin, true));
    }
  }

  /** A person gives it up. The venue is asked once more what stays open; it is given so long for the answer. */
  async giveUp(flatten: RunningFlatten, act: Act): Promise<void> {
    const { core, lane } = this.deps;
    const state = await this.until(
      this.nowMs() + LAST_ASK_MS,
      this.deps.state().catch(() => undefined),
    );
    if (core.ledger.flattens.get(scopeName(flatten.scope)) !== flatten) return lane.settle(act);
    const { receipt } = core.flattens.giveUp(act, flatten, state, this.nowMs());
    if (receipt !== undefined) core.keepReceipt(receipt);
    await lane.settle(act);
    if (receipt !== undefined) this.deps.receipt(receipt);
    // Whoever drives it finds that it is over.
    this.deps.taken.fire();
  }

  private start(scope: Scope, act: Act): Promise<Receipt> {
    const name = scopeName(scope);
    const { promise: first, resolve } = Promise.withResolvers<Receipt>();
    const running: Running = { latest: undefined, first };
    this.running.set(name, running);
    const tell = (receipt: Receipt): void => {
      running.latest = receipt;
      this.deps.receipt(receipt);
      resolve(receipt);
    };
    void this.drive(name, act, tell).finally(() => {
      if (this.running.get(name) === running) this.running.delete(name);
    });
    return first;
  }

  private async drive(name: string, begun: Act, tell: (receipt: Receipt) => void): Promise<void> {
    const { core, lane, taken } = this.deps;
    let asking: Promise<boolean> | undefined;
    for (let act = begun; ; act = core.act(act.origin, true)) {
      const flatten = core.ledger.flattens.get(name);
      if (flatten === undefined) return;
      const step = core.flattens.move(act, flatten, this.nowMs());
      this.progress(flatten, step);
      if (step.receipt !== undefined) core.keepReceipt(step.receipt);
      await this.until(step.wakeMs, lane.settle(act));
      if (step.receipt !== undefined) tell(step.receipt);
      if (act.commands.length > 0) continue;
      if (step.asks) {
        // One question at a time, however long the venue takes for it.
        asking ??= this.ask(flatten, tell).finally(() => {
          asking = undefined;
        });
        if ((await this.until(step.wakeMs, asking)) === true) return;
      }
      await this.until(step.wakeMs, taken.next());
    }
  }

  /** Asks the venue for its own books; true when it bears out that the scope is flat. */
  private async ask(flatten: RunningFlatten, tell: (receipt: Receipt) => void): Promise<boolean> {
    const { core, lane } = this.deps;
    const state = await this.deps.state().catch(() => undefined);
    if (state === undefined || core.ledger.flattens.get(scopeName(flatten.scope)) !== flatten) return false;
    const act = core.act(flatten.origin, true);
    if (!core.reconciler.take(act, state)) return false;
    const step = core.flattens.heard(act, flatten, state, this.nowMs());
    this.progress(flatten, step);
    if (step.receipt !== undefined) core.keepReceipt(step.receipt);
    await lane.settle(act);
    if (step.receipt !== undefined) tell(step.receipt);
    return step.ended;
  }

  private progress({ flattenId, scope }: RunningFlatten, { news }: FlattenStep): void {
    for (const { name, text, ms } of news) {
      this.deps.progress({ t: 'flatten', id: flattenId, scope, step: name, text, ms });
    }
  }

  /** What the work gives, or undefined at a time when it is not done yet. */
  private until<T>(untilMs: number, work: Promise<T>): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const cancel = this.deps.clock.after(Math.max(0, untilMs - this.nowMs()), () => resolve(undefined));
      work.then((value) => {
        cancel();
        resolve(value);
      }, reject);
    });
  }

  private nowMs(): number {
    return this.deps.clock.monotonicMs();
  }
}
