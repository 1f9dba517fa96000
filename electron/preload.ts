/** Runs before our page, in isolation from it, and gives it these few calls. No other page gets a preload at all. */
import { contextBridge, ipcRenderer } from 'electron';
import type { PageAsk, Place, ShellTell } from './parts/messages.ts';

const ask = (name: PageAsk, payload?: unknown): Promise<unknown> => ipcRenderer.invoke(name, payload);
const hear = (name: ShellTell, handler: (payload: unknown) => void): void => {
  ipcRenderer.on(name, (_event, payload: unknown) => handler(payload));
};

/** Told before the page listens: it waits here. */
let waiting: Place | undefined;
let goTo: ((place: Place) => void) | undefined;
// The main process checked it against its declaration before it was sent.
hear('shell:go-to', (payload) => {
  if (goTo === undefined) waiting = payload as Place;
  else goTo(payload as Place);
});

contextBridge.exposeInMainWorld('pitwallShell', {
  kind: 'electron',
  info: () => ask('shell:info'),
  setFlattenShortcut: (accelerator: string | null) => ask('shell:set-shortcut', { accelerator }),
  onGoTo: (handler: (place: Place) => void) => {
    goTo = handler;
    if (waiting !== undefined) handler(waiting);
    waiting = undefined;
  },
});
