import { join } from 'node:path';
import { AccountWatch } from './controls/account-watch.ts';
import { profileDir } from './parts/arguments.ts';
import { Controls } from './controls/controls.ts';
import { CrashReports } from './parts/crash-reports.ts';
import { CrashWatch } from './controls/crash-watch.ts';
import { DataMenu } from './controls/data-menu.ts';
import type { EndChoice } from './controls/end-dialog.ts';
import { Ending } from './controls/ending.ts';
import { flattenEverything } from './controls/flatten-command.ts';
import { guardPages, guardSession } from './windows/guard-pages.ts';
import { Help } from './controls/help.ts';
import type { OwnWire } from '../engine/adapters/link/own-wire.ts';
import { oneTimeLink, runningInstance } from './parts/instance.ts';
import { openGate } from './windows/ipc-gate.ts';
import { KeepAwake } from './controls/keep-awake.ts';
import { askEnd, flattenToEnd, type LeavingOptions } from './controls/leaving.ts';
import type { Place } from './parts/messages.ts';
import { noticeOf, Notices, placeOf } from './controls/notices.ts';
import { OwnOrigins } from './parts/origins.ts';
import { UNKNOWN, type Picture } from './parts/picture.ts';
import { Placement } from './windows/placement.ts';
import { finishImport } from './controls/planned-import.ts';
import type { RunningHost, ShellParts } from './parts/shell-parts.ts';
import { watchSleep } from './controls/sleep-watch.ts';
import { startUp } from './controls/start-up.ts';
import { systemOf, UPDATE_KEYS } from './parts/update-manifest.ts';
import { Updates, whyNotNow } from './parts/updates.ts';
import { readPlaces, writePlaces } from './windows/window-places.ts';
import { Windows } from './windows/windows.ts';

/** Children end within 2 s, the host within 5. */
const STOP_LIMIT_MS = 8_000;
/** Longest that a copy of all data before an update may take. */
const BACKUP_LIMIT_MS = 15 * 60_000;
const UPDATE_CHECK_MS = 4 * 3_600_000;

/** Starts the desktop shell. False: another instance runs and was told. */
export function runShell(parts: ShellParts): Promise<boolean> {
  return new Shell(parts).start();
}

class Shell {
  private readonly parts: ShellParts;
  private readonly own = new OwnOrigins();
  private readonly reports: CrashReports;
  private readonly crashes: CrashWatch;
  private readonly awake: KeepAwake;
  private readonly notices: Notices;
  private readonly controls: Controls;
  private readonly data: DataMenu;
  private readonly help: Help;
  private readonly updates: Updates;
  private readonly ending: Ending;
  private placement: Placement | undefined;
  private windows: Windows | undefined;
  private host: RunningHost | undefined;
  /** The way to the servers of the instance that is shown. */
  private wire: OwnWire | undefined;
  private watch: AccountWatch | undefined;
  private isInstalling = false;

  constructor(parts: ShellParts) {
    this.parts = parts;
    const { electron, dataDir, version, now, after, log } = parts;
    const { versions } = process;
    this.reports = new CrashReports({ dataDir, version, versions, now });
    this.awake = new KeepAwake(electron.powerSaveBlocker);
    this.notices = new Notices({
      create: (options) => new electron.Notification(options),
      isSupported: () => electron.Notification.isSupported(),
      wanted: () => this.controls.settings.notifications,
      isWatched: () => this.windows?.isWatched() ?? false,
      goTo: (place) => void this.windows?.goTo(place),
      now,
    });
    this.crashes = new CrashWatch({
      reports: this.reports,
      notices: this.notices,
      warn: (message) => log.warn(message),
    });
    this.help = new Help(parts);
    const say = (message: string, detail: string): Promise<void> => this.help.say(message, detail);
    this.data = new DataMenu({ dataDir, version, now, dialog: electron.dialog, say });
    this.updates = new Updates({
      load: parts.loadUpdater,
      feed: () => this.controls.settings.updateFeed,
      genuine: { version, system: systemOf(process.platform, process.arch), keys: UPDATE_KEYS },
      whyNot: () => whyNotNow(this.picture, this.watch?.isMarketOpen),
      backup: (next) => this.data.backUp(`before-${next}`),
      tell: (title, text) => this.tell(title, text, false),
    });
    this.ending = new Ending({
      app: electron.app,
      ask: () => this.askEnd(),
      flatten: () => flattenToEnd(this.leaving()),
      hide: () => this.windows?.hideAll(),
      stop: () => this.stop(),
      limitMs: () => (this.isInstalling ? BACKUP_LIMIT_MS : STOP_LIMIT_MS),
      after,
      report: (fault) => electron.dialog.showErrorBox('Pitwall did not end in order', String(fault)),
    });
    this.controls = new Controls({
      parts,
      notices: this.notices,
      picture: () => this.picture,
      acts: {
        show: () => void this.windows?.front(),
        newWindow: () => void this.windows?.openAnother(),
        flatten: (cause) => void this.flatten(cause),
        quit: () => this.ending.request(),
        exportData: () => void this.data.export(),
        importData: () => void this.data.import(),
        importRecording: () => void this.windows?.goTo({ strategy: null, panel: 'import-recording' }),
        openDataFolder: () => void electron.shell.openPath(dataDir),
        openCrashReports: () => void electron.shell.openPath(this.reports.folder),
        checkForUpdates: () => void this.help.checkForUpdates(this.updates),
        about: () => void this.help.about(),
      },
    });
  }

  private get picture(): Picture {
    return this.watch?.picture ?? UNKNOWN;
  }

  // --- the start, top to bottom ---------------------------------------------------------------------------------------

  start(): Promise<boolean> {
    const { electron, dataDir } = this.parts;
    const { app } = electron;
    return startUp([
      {
        name: 'Profile and sandbox',
        run: () => {
          app.setPath('userData', profileDir(dataDir));
          app.enableSandbox();
          if (process.platform === 'win32') app.setAppUserModelId('app.pitwall.desktop');
          // Global keys under Wayland; without effect anywhere else.
          if (process.platform === 'linux') app.commandLine.appendSwitch('enable-features', 'GlobalShortcutsPortal');
        },
      },
      {
        name: 'Single instance',
        run: () => {
          if (!app.requestSingleInstanceLock()) {
            app.exit(0); // the first instance is told, and shows its window
            return 'stop';
          }
          app.on('second-instance', () => void this.windows?.front());
          return undefined;
        },
      },
      { name: 'Import of data', run: () => this.finishImport() },
      { name: 'Settings of the shell', run: () => this.controls.readSettings() },
      { name: 'Order of the end', run: () => this.orderEnd() },
      { name: 'Guards of pages', run: () => guardPages(app, this.own) },
      { name: 'Crash reports', run: () => this.crashes.watch(app, electron.crashReporter) },
      {
        name: 'Electron',
        run: async () => {
          await app.whenReady();
          electron.powerMonitor.on('shutdown', () => this.ending.force());
          guardSession(electron.session.defaultSession, this.own);
        },
      },
      { name: 'Messages of pages', run: () => this.openGate() },
      { name: 'Menu, tray, global key', run: () => this.controls.open() },
      { name: 'First window', run: () => this.openWindows() },
      { name: 'Engines', run: () => this.startEngines() },
      { name: 'Account', run: () => this.watchAccount() },
      { name: 'Cockpit', run: () => this.windows?.open() },
      { name: 'Updates', run: () => this.lookForUpdates() },
    ]);
  }

  private async finishImport(): Promise<void> {
    const { dataDir, now, log, electron } = this.parts;
    const told = await finishImport(dataDir, now);
    if (told === undefined) return;
    log.warn(told);
    void electron.app.whenReady().then(() => this.help.say('Import of data', told));
  }

  private orderEnd(): void {
    const { electron, onSignal, onFatal } = this.parts;
    electron.app.on('window-all-closed', () => this.ending.request());
    electron.app.on('activate', () => void this.windows?.front());
    onSignal(() => this.ending.force());
    onFatal((fault) => {
      const words = fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
      const file = this.crashes.note({ what: 'shell', reason: words, exitCode: undefined });
      this.ending.force(70, () => electron.dialog.showErrorBox('Pitwall had to stop', `${words}\n\n${file ?? ''}`));
    });
  }

  private openGate(): void {
    const { electron, version, log } = this.parts;
    openGate({
      ipc: electron.ipcMain,
      own: this.own,
      isCockpit: (contents) => this.windows?.isCockpit(contents) ?? false,
      warn: (message) => log.warn(message),
      handlers: {
        'shell:info': () => ({ version, platform: process.platform, shortcut: { ...this.controls.shortcut } }),
        'shell:set-shortcut': ({ accelerator }) => {
          this.controls.change({ flattenShortcut: accelerator });
          return { ...this.controls.shortcut };
        },
      },
    });
  }

  private async openWindows(): Promise<void> {
    const { electron, dataDir, preload, icons, after, log, now } = this.parts;
    this.placement = new Placement({
      screen: electron.screen,
      places: readPlaces(dataDir),
      write: (places) => writePlaces(dataDir, places),
      after,
    });
    this.windows = new Windows({
      create: (options) => new electron.BrowserWindow(options),
      preload,
      icon: process.platform === 'linux' ? join(icons, 'icon.png') : undefined,
      own: this.own,
      placement: this.placement,
      isDark: () => electron.nativeTheme.shouldUseDarkColors,
      link: () => {
        if (this.wire === undefined) throw new Error('the engines are not up');
        return oneTimeLink(this.wire);
      },
      mayCloseLast: () => this.mayCloseLast(),
      onCrash: (crash) => this.crashes.crashed(crash),
      onSessionEnd: () => this.ending.force(),
      warn: (message) => log.warn(message),
      after,
      now,
    });
    electron.nativeTheme.on('updated', () => this.windows?.lookChanged());
    await this.windows.starting('The engines start.');
  }

  private async startEngines(): Promise<void> {
    const { startHost, dataDir, electron } = this.parts;
    const running = await runningInstance(dataDir);
    if (running !== undefined) {
      this.wire = running;
      this.own.add(running.place.hub);
      return;
    }
    this.host = await startHost({
      onMessage: (_name, message) => this.told(message),
      onExit: (name, exitCode) => {
        if (!this.ending.isEnding) this.crashes.childEnded(name, exitCode);
      },
    });
    const { wire, symbols } = this.host;
    this.wire = wire;
    for (const address of [wire.place.hub, ...symbols.map(({ url }) => url)]) this.own.add(address);
    this.host.onFailure((message) => {
      this.reports.write({ what: 'host', reason: message, exitCode: undefined });
      this.ending.force(1, () => electron.dialog.showErrorBox('Pitwall had to stop', message));
    });
  }

  private watchAccount(): void {
    const { wire } = this;
    if (wire === undefined) return;
    const { electron, after, log, now } = this.parts;
    const watch = new AccountWatch({ wire, after, warn: (message) => log.warn(message) });
    this.watch = watch;
    watch.onPicture((picture) => {
      this.awake.update(picture);
      this.controls.showPicture();
      if (picture.isFresh) this.windows?.retry();
    });
    watch.onAlarm((alarm) => {
      const notice = noticeOf(alarm);
      if (notice !== undefined) this.notices.tell(notice);
    });
    watchSleep({
      monitor: electron.powerMonitor,
      picture: () => watch.picture,
      onPicture: (listener) => watch.onPicture(listener),
      tell: (title, text) => this.tell(title, text, true, 'account'),
      now,
    });
  }

  private lookForUpdates(): void {
    if (!this.parts.electron.app.isPackaged) return;
    void this.updates.check();
    this.parts.after(UPDATE_CHECK_MS, () => this.lookForUpdates());
  }

  // --- news and acts --------------------------------------------------------------------------------------------------

  private tell(title: string, text: string, isError: boolean, panel: Place['panel'] = null): void {
    this.notices.tell({ title, text, isError, place: placeOf(panel) }, true);
  }

  private told(message: unknown): void {
    const { t, day, days } = (message ?? {}) as { t?: unknown; day?: unknown; days?: unknown };
    if (t !== 'progress') return;
    void this.windows?.starting(`Days played in advance, once: ${Number(day)} of ${Number(days)}.`);
  }

  /** Works with every window hidden; the answer comes as a notification. */
  private async flatten(cause: string): Promise<boolean> {
    const { wire, host } = this;
    if (wire === undefined) {
      this.tell('Flatten', 'Nothing was sent: the engines are not up.', true);
      return false;
    }
    const { isVerified, text } = await flattenEverything({ wire, symbols: host?.symbols ?? [] }, cause);
    this.parts.log.warn(`flatten everything (${cause}): ${text}`);
    this.tell(isVerified ? 'Flat' : 'NOT flat', text, !isVerified, 'receipts');
    if (!isVerified) await this.windows?.front();
    return isVerified;
  }

  // --- the end --------------------------------------------------------------------------------------------------------

  /** A person closes the last cockpit window. */
  private mayCloseLast(): boolean {
    if (this.ending.isEnding) return true;
    if (this.controls.settings.keepInTray && this.controls.hasTray) this.windows?.hideAll();
    else this.ending.request();
    return false;
  }

  private leaving(): LeavingOptions {
    return {
      dialog: this.parts.electron.dialog,
      facts: () => ({
        picture: this.picture,
        hasTray: this.controls.hasTray,
        isGuest: this.host === undefined && this.wire !== undefined,
        isRunning: this.host !== undefined,
      }),
      flatten: (cause) => this.flatten(cause),
    };
  }

  private async askEnd(): Promise<EndChoice> {
    const choice = await askEnd(this.leaving());
    // Asked while the account is still in reach: an update is never installed at an end with something open.
    this.isInstalling = choice === undefined && this.host !== undefined && this.updates.mayInstall();
    return choice ?? 'quit';
  }

  private async stop(): Promise<void> {
    this.placement?.flush();
    this.controls.releaseKey();
    this.awake.release();
    this.watch?.close();
    await this.host?.stop();
    if (this.isInstalling) await this.updates.install();
    this.controls.removeTray();
  }
}
