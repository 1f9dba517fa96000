/** An engine that owes an answer and gave none for so long may hang (wall ms); the host knows whether it had its chance. */
export const HUNG_MS = 1_500;
export const LOOK_MS = 500;

/**
 * Tells engines that hang from those that are busy. At full speed nearly every look finds that some answer is owed, so a
 * look counts only when the engine has answered nothing since the one before, not even an earlier step. A look that
 * comes late does not count: then this process stood still, and the answer may lie unread.
 */
export class HungWatch {
  private owing = new Map<string, { readonly heard: number; readonly looks: number }>();
  private lastMs: number;

  constructor(nowMs: number) {
    this.lastMs = nowMs;
  }

  /** `owed`: of each engine that owes an answer, how many it gave so far. Those that hang, at each look anew. */
  look(nowMs: number, owed: ReadonlyMap<string, number>): readonly string[] {
    const late = nowMs - this.lastMs > 2 * LOOK_MS;
    this.lastMs = nowMs;
    const hung: string[] = [];
    const next = new Map<string, { readonly heard: number; readonly looks: number }>();
    for (const [id, heard] of owed) {
      const before = this.owing.get(id);
      const looks = (before?.heard === heard ? before.looks : 0) + (late ? 0 : 1);
      next.set(id, { heard, looks });
      if (looks * LOOK_MS > HUNG_MS) hung.push(id);
    }
    this.owing = next;
    return hung;
  }
}
