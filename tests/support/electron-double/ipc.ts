import { EventEmitter } from 'node:events';
import type { IpcMain } from 'electron';

type Handler = (event: never, ...args: unknown[]) => unknown;

/** Invocations and messages of pages; `deliver` is called by the windows. */
class IpcMainDouble extends EventEmitter {
  private readonly handlers = new Map<string, Handler>();

  handle(channel: string, handler: Handler): void {
    if (this.handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.handlers.set(channel, handler);
  }

  removeHandler(channel: string): void {
    this.handlers.delete(channel);
  }

  async deliver(kind: 'invoke' | 'send', event: unknown, channel: string, args: readonly unknown[]): Promise<unknown> {
    if (kind === 'send') {
      this.emit(channel, event, ...args);
      return undefined;
    }
    const handler = this.handlers.get(channel);
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    return handler(event as never, ...args);
  }
}

export const ipcMain = new IpcMainDouble() satisfies Pick<IpcMain, 'handle' | 'removeHandler'>;

/**
 * Runs in the page before its own scripts: a preload's small world, without isolation (Chromium gives none here). The
 * preload is the bundle, unmodified; `require('electron')` is all that it can ask for.
 */
export function preloadScript(preload: string): string {
  return `(() => {
  if (window.top !== window || window.__doublePreload || !/^https?:/.test(location.href)) return;
  window.__doublePreload = true;
  const listeners = new Map();
  window.__doubleReceive = (channel, args) => {
    for (const listener of listeners.get(channel) ?? []) listener({}, ...args);
  };
  const clone = (value) => (value === undefined ? undefined : structuredClone(value));
  const electron = {
    contextBridge: {
      exposeInMainWorld: (key, api) => Object.defineProperty(window, key, { value: Object.freeze(api) }),
    },
    ipcRenderer: {
      invoke: (channel, ...args) => window.__doubleSend('invoke', channel, args.map(clone)),
      send: (channel, ...args) => void window.__doubleSend('send', channel, args.map(clone)),
      on: (channel, listener) => void listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
    },
  };
  const require = (name) => {
    if (name !== 'electron') throw new Error('module not found: ' + name);
    return electron;
  };
  const module = { exports: {} };
  ((require, module, exports) => {
${preload}
  })(require, module, module.exports);
})();`;
}
