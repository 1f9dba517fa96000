import type { ContractId } from '../../domain/ids.ts';
import type { Fill } from '../../domain/fill.ts';
import type { Trade } from '../../domain/trade.ts';
import type { Findings } from './findings.ts';
import type { FillEffect } from './holding-check.ts';
import { HoldingCheck } from './holding-check.ts';

/** One book: what it holds of each contract, out of its fills. */
export class BookCheck {
  readonly book: string;
  private readonly findings: Findings;
  private readonly holdings = new Map<string, HoldingCheck>();

  constructor(book: string, findings: Findings) {
    this.book = book;
    this.findings = findings;
  }

  get isFlat(): boolean {
    return this.all().every(({ netQty }) => netQty === 0);
  }

  /** "MNQ 2 MNQZ6" for each contract that is held. */
  positions(): readonly string[] {
    return this.all().flatMap(({ netQty, open }) =>
      open === undefined ? [] : [`${this.book} ${netQty} ${open.contractId}`],
    );
  }

  get realizedCents(): number {
    return this.sum((holding) => holding.realizedCents);
  }

  get feesCents(): number {
    return this.sum((holding) => holding.feesCents);
  }

  get trades(): number {
    return this.sum((holding) => holding.trades);
  }

  fill(fill: Fill, step: number, where: string): FillEffect {
    return this.holding(fill.contractId).fill(fill, step, where);
  }

  trade(trade: Trade, where: string): void {
    this.holding(trade.contractId).trade(trade, where);
  }

  end(where: string): void {
    for (const holding of this.all()) holding.end(where);
  }

  private all(): readonly HoldingCheck[] {
    return [...this.holdings.values()];
  }

  private sum(of: (holding: HoldingCheck) => number): number {
    return this.all().reduce((total, holding) => total + of(holding), 0);
  }

  private holding(contractId: ContractId): HoldingCheck {
    let holding = this.holdings.get(contractId);
    if (holding === undefined) {
      holding = new HoldingCheck(this.book, this.findings);
      this.holdings.set(contractId, holding);
    }
    return holding;
  }
}
