/** The desktop shell's main process: only puts the parts together. The order of the start is `shell.ts`. */
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  app,
  BrowserWindow,
  crashReporter,
  dialog,
  globalShortcut,
  ipcMain,
  Menu,
  nativeImage,
  nativeTheme,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
} from 'electron';
import { SystemClock } from '../engine/adapters/clock/system-clock.ts';
import { createProcessLog } from '../engine/adapters/logging/process-log.ts';
import { helpText } from '../engine/config/help.ts';
import { faultsText, load } from '../engine/config/load.ts';
import type { Settled } from '../engine/config/settle.ts';
import { dataCommand } from '../engine/host/data-command.ts';
import { childEnvironment, entryOf } from '../engine/host/fork-spawner.ts';
import { Host } from '../engine/host/host.ts';
import { strategyFaults } from '../engine/host/strategy-faults.ts';
import { listImports } from '../engine/store/queries/imports.ts';
import { programVersion } from '../engine/host/version.ts';
import { takeLease } from '../engine/store/lease.ts';
import { dataCommandOf, isWithoutSandbox, personsArguments } from './parts/arguments.ts';
import type { ElectronPort } from './parts/electron-port.ts';
import { loginArguments } from './parts/login-item.ts';
import { runHost } from './run-host.ts';
import type { ChildNews, RunningHost } from './parts/shell-parts.ts';
import { runShell } from './shell.ts';
import { outsideArchive, utilitySpawner } from './utility-spawner.ts';

const BAD_FLAGS = 2;
const NO_SANDBOX =
  "Pitwall shows its pages in Chromium's sandbox only, and this system forbids it to programs that root did not install. " +
  'Install the .deb, or let programs make user namespaces (docs/install.md).';

const electron: ElectronPort = {
  app,
  BrowserWindow,
  crashReporter,
  dialog,
  globalShortcut,
  ipcMain,
  Menu,
  nativeImage,
  nativeTheme,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
};

const isSource = extname(import.meta.url) === '.ts';
const beside = (path: string): string => new URL(path, import.meta.url).href;
const fileBeside = (fromSource: string, fromBundle: string): string =>
  fileURLToPath(beside(isSource ? fromSource : fromBundle));
/** Rooms' mains are found as the host finds them, from the host's place. */
const hostPlace = beside(`../engine/host/main${extname(import.meta.url)}`);

async function openShell(settled: Settled, notices: readonly string[], args: readonly string[]): Promise<void> {
  const clock = new SystemClock();
  const log = createProcessLog({ name: 'host', level: settled.log.level });
  log.scrubber.add(settled.hub.jwtSecret);
  for (const notice of notices) log.warn(notice);
  const env = Object.fromEntries(
    Object.entries(childEnvironment()).flatMap(([k, v]) => (v === undefined ? [] : [[k, v]])),
  );
  const version = programVersion();
  const startHost = (news: ChildNews): Promise<RunningHost> => {
    const spawner = utilitySpawner({
      fork: (path, flags, options) => utilityProcess.fork(path, flags, options),
      entryOf: (room) => outsideArchive(entryOf(room, hostPlace)),
      env,
      killNow: (pid) => process.kill(pid, 'SIGKILL'),
      onMessage: (name, message) => news.onMessage(name, message),
      onExit: (name, exitCode) => news.onExit(name, exitCode),
    });
    return runHost((announce) => new Host(settled, { spawner, clock, log, version, takeLease, announce }));
  };

  await runShell({
    electron,
    startHost,
    loadUpdater: async () => (await import('electron-updater')).default.autoUpdater,
    log,
    dataDir: settled.settings.dataDir,
    loginArgs: loginArguments(args, settled.settings.dataDir, app.isPackaged ? undefined : app.getAppPath()),
    preload: fileBeside('../dist/electron/preload.cjs', './preload.cjs'),
    icons: fileBeside('../build/resources', app.isPackaged ? '../icons' : '../../build/resources'),
    version,
    now: () => clock.now(),
    after: (delayMs, callback) => {
      setTimeout(callback, delayMs).unref();
    },
    onSignal: (handler) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, handler);
    },
    onFatal: (handler) => {
      process.on('uncaughtException', handler);
      // A window that went while something was sent to it: worth a line, not the end of the engines.
      process.on('unhandledRejection', (fault) => log.error('a promise of the shell failed', { fault }));
    },
  });
}

/** Told on the terminal and in a box: who starts it from a menu sees no terminal. Linux shows no box before the app is ready. */
async function refuse(message: string, status: number): Promise<void> {
  process.stderr.write(`${message.trimEnd()}\n`);
  await app.whenReady();
  dialog.showErrorBox('Pitwall could not start', message);
  app.exit(status);
}

/** `pitwall data …`: no window; words go to the terminal, a refusal also to a box where there is none (Windows). */
async function runDataCommand(args: readonly string[]): Promise<void> {
  const status = await dataCommand({
    args,
    program: 'pitwall data',
    version: programVersion(),
    now: Date.now,
    say: (line) => process.stdout.write(`${line}\n`),
    complain: (text) => {
      process.stderr.write(`${text}\n`);
      if (process.platform === 'win32') dialog.showErrorBox('Pitwall', text);
    },
  });
  app.exit(status);
}

function start(args: readonly string[]): void {
  const loaded = load({ argv: args, env: process.env, folder: process.cwd(), imports: listImports, strategyFaults });
  switch (loaded.kind) {
    case 'help':
      process.stdout.write(helpText('pitwall'));
      app.exit(0);
      break;
    case 'version':
      process.stdout.write(`${programVersion()}\n`);
      app.exit(0);
      break;
    case 'faults':
      void refuse(faultsText(loaded.faults), BAD_FLAGS);
      break;
    case 'settings':
      openShell(loaded.settled, loaded.notices, args).catch((fault: unknown) => {
        void refuse(fault instanceof Error ? fault.message : String(fault), 1);
      });
      break;
  }
}

process.umask(0o077);
const args = personsArguments(process.argv, app.isPackaged);
const asked = dataCommandOf(args);
if (asked !== undefined) {
  runDataCommand(asked).catch((fault: unknown) => {
    void refuse(String(fault), 70);
  });
} else if (isWithoutSandbox(process.argv)) {
  void refuse(NO_SANDBOX, BAD_FLAGS);
} else {
  start(args);
}
