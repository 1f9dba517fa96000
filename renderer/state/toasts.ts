/** Short messages in the corner. The same words within a while are one toast with a count, not a pile. */
export interface Toast {
  readonly id: number;
  readonly tone: 'info' | 'good' | 'warning' | 'error';
  readonly text: string;
  readonly times: number;
  readonly untilMs: number;
}

const SHOWN_MS: Readonly<Record<Toast['tone'], number>> = { info: 5_000, good: 5_000, warning: 9_000, error: 12_000 };
const MOST = 4;

export function withToast(
  toasts: readonly Toast[],
  tone: Toast['tone'],
  text: string,
  nowMs: number,
): readonly Toast[] {
  const untilMs = nowMs + SHOWN_MS[tone];
  const same = toasts.find((toast) => toast.text === text && toast.tone === tone);
  if (same !== undefined) {
    return toasts.map((toast) => (toast === same ? { ...same, times: same.times + 1, untilMs } : toast));
  }
  const id = Math.max(0, ...toasts.map((toast) => toast.id)) + 1;
  return [...toasts, { id, tone, text, times: 1, untilMs }].slice(-MOST);
}

export function withoutToast(toasts: readonly Toast[], id: number): readonly Toast[] {
  return toasts.filter((toast) => toast.id !== id);
}

export function liveToasts(toasts: readonly Toast[], nowMs: number): readonly Toast[] {
  return toasts.every((toast) => toast.untilMs > nowMs) ? toasts : toasts.filter((toast) => toast.untilMs > nowMs);
}
