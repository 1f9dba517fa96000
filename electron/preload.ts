/** Runs before our page, in isolation from it, and gives it these few calls. No other page gets a preload at all. */
import { contextBridge, ipcRenderer } from 'electron';
import type { PageAsk, ShellTell } from './messages.ts';

const ask = (name: PageAsk, payload?: unknown): Promise<unknown> => ipcRenderer.invoke(name, payload);
const hear = (name: ShellTell, handler: (payload: unknown) => void): void => {
  ipcRenderer.on(name, (_event, payload: unknown) => handler(payload));
};

contextBridge.exposeInMainWorld('pitwallShell', {
  kind: 'electron',
  info: () => ask('shell:info'),
  setFlattenShortcut: (accelerator: string | null) => ask('shell:set-shortcut', { accelerator }),
  onGoTo: (handler: (place: { strategy: string | null }) => void) => {
    hear('shell:go-to', (payload) => handler(payload as { strategy: string | null }));
  },
});
