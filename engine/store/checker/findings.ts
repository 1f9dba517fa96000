/** One thing that does not agree, with both figures. */
export interface Finding {
  /** "chain", "orders", "positions", "trades", "days", "pnl", "protection", "bars", "file". */
  readonly check: string;
  /** "run-1 row 17", "run-1 MNQ 2026-11-18". */
  readonly where: string;
  readonly what: string;
  readonly expected: string;
  readonly found: string;
}

/** What the checker collects. Goes on after a difference, so that one fault does not hide another. */
export class Findings {
  private readonly list: Finding[] = [];
  private total = 0;
  private readonly most: number;

  /** @param most so many are kept with their text; the rest is counted */
  constructor(most = 200) {
    this.most = most;
  }

  get count(): number {
    return this.total;
  }

  all(): readonly Finding[] {
    return this.list;
  }

  add(check: string, where: string, what: string, expected: unknown, found: unknown): void {
    this.total += 1;
    if (this.list.length < this.most) {
      this.list.push({ check, where, what, expected: show(expected), found: show(found) });
    }
  }

  /** Adds a finding when the two differ. */
  same(check: string, where: string, what: string, expected: unknown, found: unknown): void {
    if (expected !== found) this.add(check, where, what, expected, found);
  }
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
}
