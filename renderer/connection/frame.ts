import type { Pace } from '../state/store.ts';

/** A page that is hidden gets no frames; its state must not pile up, so a timer stands in. */
const HIDDEN_MS = 400;

/** Calls back before the next paint, or after a short while where no paint comes. */
export function onFrame(callback: () => void): void {
  let isDone = false;
  const once = (): void => {
    if (isDone) return;
    isDone = true;
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    callback();
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, HIDDEN_MS);
}

export const browserPace: Pace = {
  soon: onFrame,
  wallMs: () => Date.now(),
  nowMs: () => performance.now(),
};
