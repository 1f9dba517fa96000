/**
 * A double of Electron for machines where its executable cannot be had: the same names with the same types, real
 * Chromium windows behind BrowserWindow, real processes behind utilityProcess, records behind what only a person's
 * desktop can show. What it cannot prove stands in docs/desktop.md.
 */
import { closeBrowser } from './browser.ts';
import { listen } from './control.ts';
import { app } from './app.ts';
import * as parts from './parts.ts';
import { endUtilities, utilityProcess } from './utility.ts';
import { ipcMain } from './ipc.ts';
import { records } from './records.ts';
import { BrowserWindow, session } from './windows.ts';

const EXIT_LIMIT_MS = 3_000;

let leaving = false;
app.on('double-exit', (code: number) => {
  if (leaving) return;
  leaving = true;
  const end = (): never => {
    endUtilities();
    app.release();
    process.exit(code);
  };
  setTimeout(end, EXIT_LIMIT_MS);
  void closeBrowser().finally(end);
});
process.on('exit', () => endUtilities());

listen({ app, BrowserWindow, session, ipcMain, utilityProcess, records, parts, ...parts });

export { app, BrowserWindow, ipcMain, session, utilityProcess };
export {
  crashReporter,
  dialog,
  globalShortcut,
  Menu,
  nativeImage,
  nativeTheme,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  safeStorage,
  screen,
  shell,
  Tray,
} from './parts.ts';
