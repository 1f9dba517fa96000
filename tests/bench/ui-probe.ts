/**
 * Runs in the page before anything of it: notes when ticks come in, and when the frame that drew them has been painted.
 * A frame counts as drawn when a canvas was written to in it. Plain script, because it is handed over as text.
 */
export const UI_PROBE = `(() => {
  const probe = { latencies: [], frames: 0, longTasks: [], waiting: [], drew: false };
  window.__probe = probe;
  const listen = WebSocket.prototype.addEventListener;
  const note = (event) => {
    if (typeof event.data === 'string' && event.data.startsWith('42["tick"')) probe.waiting.push(performance.now());
  };
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...args) {
      super(...args);
      listen.call(this, 'message', note);
    }
  };
  const { clearRect, fillRect } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.clearRect = function (...args) { probe.drew = true; return clearRect.apply(this, args); };
  CanvasRenderingContext2D.prototype.fillRect = function (...args) { probe.drew = true; return fillRect.apply(this, args); };
  const channel = new MessageChannel();
  let due = [];
  channel.port1.onmessage = () => {
    const now = performance.now();
    for (const at of due) probe.latencies.push(now - at);
    due = [];
  };
  const frame = () => {
    probe.frames += 1;
    // The page's own callbacks of this frame have run before or run after this one; the message comes after all of them
    // and after the paint.
    setTimeout(() => undefined, 0);
    queueMicrotask(() => undefined);
    const taken = probe.waiting;
    probe.waiting = [];
    requestAnimationFrame(frame);
    const check = new MessageChannel();
    check.port1.onmessage = () => {
      if (probe.drew) {
        due.push(...taken);
        probe.drew = false;
        channel.port2.postMessage(0);
      } else probe.waiting.unshift(...taken);
    };
    check.port2.postMessage(0);
  };
  requestAnimationFrame(frame);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) probe.longTasks.push(entry.duration);
  }).observe({ type: 'longtask', buffered: true });
})();`;
