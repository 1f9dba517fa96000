import type { CommandRequest, Receipt, ReceiptStep } from '../../domain/commands.ts';
import type { FlattenProgress } from '../../wire/link/messages.ts';

const KEPT = 20;

/** What is known of flattens: their steps so far, and the last receipts. */
export class FlattenWatch {
  private readonly steps = new Map<string, ReceiptStep[]>();
  private receipts: Receipt[] = [];

  progress(progress: FlattenProgress): void {
    const steps = this.steps.get(progress.scope) ?? [];
    steps.push({ name: progress.step, text: progress.text, ms: progress.ms });
    this.steps.set(progress.scope, steps.slice(-KEPT));
  }

  receipt(receipt: Receipt): void {
    this.steps.delete(receipt.scope);
    this.receipts = [...this.receipts.slice(1 - KEPT), receipt];
  }

  get last(): readonly Receipt[] {
    return this.receipts;
  }

  /** What can be said of a flatten that is not verified yet: its steps so far. */
  partial(request: CommandRequest, ms: number, timeMs: number): Receipt {
    const { scope } = request.command;
    return {
      id: request.commandId,
      scope,
      actor: request.origin.actor,
      steps: this.steps.get(scope) ?? [],
      verified: false,
      positions: [],
      workingOrders: 0,
      ms: Math.round(ms),
      timeMs,
    };
  }
}
