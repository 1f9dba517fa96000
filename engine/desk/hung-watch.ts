/** An engine that owes one and the same answer for so long hangs (wall ms). */
export const HUNG_MS = 2_000;
export const LOOK_MS = 500;

/**
 * Tells engines that hang from those that are busy: at full speed nearly every look finds some answer owed, so only the
 * same step owed at look after look counts. A look that comes late does not count: then it was this process that stood
 * still, and the answer may lie unread.
 */
export class HungWatch {
  private owing = new Map<string, { readonly step: number; readonly looks: number }>();
  private lastMs: number;

  constructor(nowMs: number) {
    this.lastMs = nowMs;
  }

  /** `owed`: the step that each engine owes an answer to. The engines that hang; each is named once. */
  look(nowMs: number, owed: ReadonlyMap<string, number>): readonly string[] {
    const late = nowMs - this.lastMs > 2 * LOOK_MS;
    this.lastMs = nowMs;
    const hung: string[] = [];
    const next = new Map<string, { readonly step: number; readonly looks: number }>();
    for (const [id, step] of owed) {
      const before = this.owing.get(id);
      const looks = (before?.step === step ? before.looks : 0) + (late ? 0 : 1);
      if (looks * LOOK_MS <= HUNG_MS) next.set(id, { step, looks });
      else hung.push(id);
    }
    this.owing = next;
    return hung;
  }
}
