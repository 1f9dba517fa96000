import { LOOK_MS } from '../../engine/wire/index.ts';
import type { Store } from '../state/store.ts';

/** A timer that comes so late shows that the page itself stood still: what was said meanwhile comes in first. */
const LATE_MS = 300;
const CATCH_UP_MS = 50;

/** Lets the state know that time passes, whatever arrives: ages count on, notices go. */
export function passTime(store: Store): () => void {
  let lastMs = performance.now();
  let catchUp: ReturnType<typeof setTimeout> | undefined;
  const tell = (): void => store.send({ type: 'time-passed' });
  const timer = setInterval(() => {
    const isLate = performance.now() - lastMs > LATE_MS;
    lastMs = performance.now();
    clearTimeout(catchUp);
    if (isLate) catchUp = setTimeout(tell, CATCH_UP_MS);
    else tell();
  }, LOOK_MS);
  return () => {
    clearInterval(timer);
    clearTimeout(catchUp);
  };
}
