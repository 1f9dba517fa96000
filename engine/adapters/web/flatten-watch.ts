import type { CommandRequest, Receipt, ReceiptStep } from '../../domain/commands.ts';
import { scopeOfCommand } from '../../domain/commands.ts';
import { actorOf } from '../../domain/origin.ts';
import { scopeName } from '../../domain/scope.ts';
import type { FlattenProgress } from '../../wire/link/messages.ts';

const KEPT = 20;

/** What is known of flattens: their steps so far, and the last receipts. */
export class FlattenWatch {
  private readonly steps = new Map<string, ReceiptStep[]>();
  private receipts: Receipt[] = [];

  progress(progress: FlattenProgress): void {
    const key = scopeName(progress.scope);
    const steps = this.steps.get(key) ?? [];
    steps.push({ name: progress.step, text: progress.text, ms: progress.ms });
    this.steps.set(key, steps.slice(-KEPT));
  }

  receipt(receipt: Receipt): void {
    if (receipt.ended) this.steps.delete(scopeName(receipt.scope));
    const others = this.receipts.filter(({ id }) => id !== receipt.id);
    this.receipts = [...others.slice(1 - KEPT), receipt];
  }

  get last(): readonly Receipt[] {
    return this.receipts;
  }

  /** What can be said of a flatten that is not verified yet: its steps so far. */
  partial(request: CommandRequest, ms: number, timeMs: number): Receipt {
    const scope = scopeOfCommand(request.command);
    return {
      id: request.commandId,
      scope,
      actor: actorOf(request.origin),
      reason: 'manual',
      steps: this.steps.get(scopeName(scope)) ?? [],
      verified: false,
      ended: false,
      positions: null,
      workingOrders: null,
      ms: Math.round(ms),
      clock: 'wall',
      timeMs,
    };
  }
}
