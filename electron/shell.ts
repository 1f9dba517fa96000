import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Instance } from './instance.ts';
import { AccountWatch } from './account-watch.ts';
import { profileDir } from './arguments.ts';
import { CrashReports, type Crash } from './crash-reports.ts';
import { exportData, exportFault, finishImport, planImport } from './data-transfer.ts';
import type { ElectronPort } from './electron-port.ts';
import { endQuestion, type EndChoice } from './end-dialog.ts';
import { Ending } from './ending.ts';
import { flattenEverything } from './flatten-command.ts';
import { guardPages, guardSession } from './guard-pages.ts';
import { oneTimeLink, runningInstance } from './instance.ts';
import { openGate } from './ipc-gate.ts';
import { KeepAwake } from './keep-awake.ts';
import { setLaunchAtLogin } from './login-item.ts';
import { menuTemplate } from './menu.ts';
import { noticeOf, Notices } from './notices.ts';
import { OwnOrigins } from './origins.ts';
import { UNKNOWN, type Picture } from './picture.ts';
import { Placement } from './placement.ts';
import { Secrets } from './secrets.ts';
import { DEFAULTS, readSettings, shellSettings, writeSettings, type ShellSettings } from './settings.ts';
import { FlattenShortcut, type ShortcutState } from './shortcut.ts';
import { watchSleep } from './sleep-watch.ts';
import { startUp } from './start-up.ts';
import { TrayIcon } from './tray.ts';
import { Updates, whyNotNow, type Updater } from './updates.ts';
import { readPlaces, writePlaces } from './window-places.ts';
import { Windows } from './windows.ts';

/** The host as the shell sees it. */
export interface RunningHost extends Instance {
  /** Addresses of the symbol servers. */
  readonly symbolUrls: readonly string[];
  /** Stops every child in order. */
  stop(): Promise<void>;
  /** The host could not go on by itself; the words are for a person. */
  onFailure(handler: (message: string) => void): void;
}

/** What the shell wants to hear of children while they start and run. */
export interface ChildNews {
  onMessage(name: string, message: unknown): void;
  onExit(name: string, exitCode: number): void;
}

/** Everything that the shell needs of the world around it. */
export interface ShellParts {
  readonly electron: ElectronPort;
  readonly startHost: (news: ChildNews) => Promise<RunningHost>;
  readonly loadUpdater: () => Promise<Updater>;
  readonly log: { info(message: string): void; warn(message: string): void };
  readonly dataDir: string;
  /** Flags of this start, for the start at log-in. */
  readonly args: readonly string[];
  readonly preload: string;
  /** Folder of icons. */
  readonly icons: string;
  readonly version: string;
  readonly now: () => number;
  readonly after: (delayMs: number, callback: () => void) => void;
  readonly onSignal: (handler: () => void) => void;
}

/** Children end within 2 s, the host within 5. */
const STOP_LIMIT_MS = 8_000;
const UPDATE_CHECK_MS = 4 * 3_600_000;

/** Starts the desktop shell. False: another instance runs and was told. */
export function runShell(parts: ShellParts): Promise<boolean> {
  return new Shell(parts).start();
}

class Shell {
  private readonly parts: ShellParts;
  private readonly own = new OwnOrigins();
  private readonly reports: CrashReports;
  private readonly awake: KeepAwake;
  private readonly notices: Notices;
  private readonly shortcut: FlattenShortcut;
  private readonly updates: Updates;
  private readonly ending: Ending;
  private settings: ShellSettings = DEFAULTS;
  private placement: Placement | undefined;
  private windows: Windows | undefined;
  private tray: TrayIcon | undefined;
  private host: RunningHost | undefined;
  private instance: Instance | undefined;
  private watch: AccountWatch | undefined;
  private isInstalling = false;

  constructor(parts: ShellParts) {
    this.parts = parts;
    const { electron, dataDir, version, now, after } = parts;
    const { versions } = process;
    this.reports = new CrashReports({ dataDir, version, versions, now });
    this.awake = new KeepAwake(electron.powerSaveBlocker);
    this.shortcut = new FlattenShortcut(electron.globalShortcut, (cause) => void this.flatten(cause));
    this.notices = new Notices({
      create: (options) => new electron.Notification(options),
      isSupported: () => electron.Notification.isSupported(),
      wanted: () => this.settings.notifications,
      isWatched: () => this.windows?.isWatched() ?? false,
      goTo: (strategy) => void this.windows?.goTo(strategy),
      now,
    });
    this.updates = new Updates({
      load: parts.loadUpdater,
      feed: () => this.settings.updateFeed,
      whyNot: () => whyNotNow(this.picture, this.watch?.isMarketOpen),
      backup: (next) => this.backup(`before-${next}`),
      tell: (title, text) => this.notices.tell({ title, text, isError: false, strategy: null }, true),
    });
    this.ending = new Ending({
      app: electron.app,
      ask: () => this.askEnd(),
      flatten: () => this.flattenToEnd(),
      hide: () => this.windows?.hideAll(),
      stop: () => this.stop(),
      limitMs: STOP_LIMIT_MS,
      after,
      report: (fault) => electron.dialog.showErrorBox('Pitwall did not end in order', String(fault)),
    });
  }

  private get picture(): Picture {
    return this.watch?.picture ?? UNKNOWN;
  }

  // --- the start, top to bottom ---------------------------------------------------------------------------------------

  start(): Promise<boolean> {
    const { electron, dataDir, log, onSignal, now } = this.parts;
    const { app } = electron;
    return startUp([
      {
        name: 'Profile and sandbox',
        run: () => {
          app.setPath('userData', profileDir(dataDir));
          app.enableSandbox();
          if (process.platform === 'win32') app.setAppUserModelId('app.pitwall.desktop');
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
      {
        name: 'Import of data',
        run: async () => {
          const aside = await finishImport(dataDir, new Date(now()).toISOString().replace(/[:.]/g, '-'));
          if (aside !== undefined) log.info(`data were imported; the former ones lie in ${aside}`);
        },
      },
      {
        name: 'Settings of the shell',
        run: () => {
          const { settings, notice } = readSettings(dataDir);
          this.settings = settings;
          if (notice !== undefined) log.warn(notice);
        },
      },
      {
        name: 'Order of the end',
        run: () => {
          app.on('window-all-closed', () => this.ending.request());
          app.on('activate', () => void this.windows?.front());
          onSignal(() => this.ending.force());
        },
      },
      { name: 'Guards of pages', run: () => guardPages(app, this.own) },
      { name: 'Crash reports', run: () => this.watchCrashes() },
      {
        name: 'Electron',
        run: async () => {
          await app.whenReady();
          electron.powerMonitor.on('shutdown', () => this.ending.force());
          guardSession(electron.session.defaultSession, this.own);
        },
      },
      { name: 'Messages of pages', run: () => this.openGate() },
      { name: 'Menu, tray, global key', run: () => this.openControls() },
      { name: 'First window', run: () => this.openWindows() },
      { name: 'Engines', run: () => this.startEngines() },
      { name: 'Account', run: () => this.watchAccount() },
      { name: 'Cockpit', run: () => this.windows?.open() },
      { name: 'Updates', run: () => this.lookForUpdates() },
    ]);
  }

  private watchCrashes(): void {
    const { app, crashReporter } = this.parts.electron;
    // Native dumps, kept on this machine: nothing is sent.
    crashReporter.start({ uploadToServer: false });
    app.on('child-process-gone', (_event, { type, name, reason, exitCode }) => {
      if (type !== 'Utility' && reason !== 'clean-exit') this.reports.write({ what: name ?? type, reason, exitCode });
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
        'shell:info': () => ({ version, platform: process.platform, shortcut: { ...this.shortcut.state } }),
        'shell:set-shortcut': ({ accelerator }) => {
          this.change({ flattenShortcut: accelerator });
          return { ...this.shortcut.state };
        },
      },
    });
  }

  private openControls(): void {
    const { electron, icons } = this.parts;
    const { Tray, Menu, nativeImage } = electron;
    this.tray = new TrayIcon({
      create: () => new Tray(nativeImage.createFromPath(join(icons, 'tray.png'))),
      menu: (template) => Menu.buildFromTemplate(template),
      acts: {
        show: () => void this.windows?.front(),
        flatten: () => void this.flatten('tray'),
        quit: () => this.ending.request(),
      },
    });
    this.setShortcut();
    this.showControls();
    electron.nativeTheme.on('updated', () => this.windows?.lookChanged());
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
        if (this.instance === undefined) throw new Error('the engines are not up');
        return oneTimeLink(this.instance);
      },
      mayCloseLast: () => this.mayCloseLast(),
      onCrash: (crash) => this.crashed(crash),
      onSessionEnd: () => this.ending.force(),
      warn: (message) => log.warn(message),
      after,
      now,
    });
    await this.windows.starting('The engines start.');
  }

  private async startEngines(): Promise<void> {
    const { startHost, dataDir, electron } = this.parts;
    const running = await runningInstance(dataDir);
    if (running !== undefined) {
      this.instance = running;
      this.own.add(running.hub);
      return;
    }
    this.host = await startHost({
      onMessage: (_name, message) => this.told(message),
      onExit: (name, exitCode) => this.childEnded(name, exitCode),
    });
    this.instance = this.host;
    for (const address of [this.host.hub, ...this.host.symbolUrls]) this.own.add(address);
    this.host.onFailure((message) => {
      this.reports.write({ what: 'host', reason: message, exitCode: undefined });
      electron.dialog.showErrorBox('Pitwall had to stop', message);
      this.ending.force(1);
    });
  }

  private watchAccount(): void {
    const { instance } = this;
    if (instance === undefined) return;
    const { electron, after, log, now } = this.parts;
    const token = readFileSync(instance.tokenFile, 'utf8').trim();
    const watch = new AccountWatch({ hub: instance.hub, token, after, warn: (message) => log.warn(message) });
    this.watch = watch;
    watch.onPicture((picture) => {
      this.awake.update(picture);
      this.tray?.update(picture, this.shortcut.state);
      if (picture.isFresh) this.windows?.retry();
    });
    watch.onAlarm((alarm) => this.notices.tell(noticeOf(alarm)));
    watchSleep({
      monitor: electron.powerMonitor,
      picture: () => watch.picture,
      onPicture: (listener) => watch.onPicture(listener),
      tell: (title, text) => this.notices.tell({ title, text, isError: true, strategy: null }, true),
      now,
    });
  }

  private lookForUpdates(): void {
    if (!this.parts.electron.app.isPackaged) return;
    void this.updates.check();
    this.parts.after(UPDATE_CHECK_MS, () => this.lookForUpdates());
  }

  // --- news -----------------------------------------------------------------------------------------------------------

  private told(message: unknown): void {
    const { t, day, days } = (message ?? {}) as { t?: unknown; day?: unknown; days?: unknown };
    if (t !== 'progress') return;
    void this.windows?.starting(`Days played in advance, once: ${Number(day)} of ${Number(days)}.`);
  }

  private childEnded(name: string, exitCode: number): void {
    if (exitCode === 0 || this.ending.isEnding) return;
    this.crashed({ what: name, reason: 'the process ended', exitCode });
  }

  private crashed(crash: Crash): void {
    const file = this.reports.write(crash);
    const where = file === undefined ? '' : ` A report lies in ${file}.`;
    const title = crash.what === 'page' ? 'A cockpit window crashed' : `${crash.what} crashed`;
    this.parts.log.warn(`${title} (${crash.reason}, status ${crash.exitCode ?? 'unknown'})`);
    this.notices.tell({ title, text: `It is started again.${where}`, isError: true, strategy: null }, true);
  }

  // --- acts -----------------------------------------------------------------------------------------------------------

  /** Works with every window hidden; the answer comes as a notification. */
  private async flatten(cause: string): Promise<boolean> {
    const { instance, host } = this;
    if (instance === undefined) {
      const text = 'Nothing was sent: the engines are not up.';
      this.notices.tell({ title: 'Flatten', text, isError: true, strategy: null }, true);
      return false;
    }
    const token = readFileSync(instance.tokenFile, 'utf8').trim();
    const place = { hub: instance.hub, token, symbolUrls: host?.symbolUrls ?? [] };
    const { isVerified, text } = await flattenEverything(place, cause);
    const title = isVerified ? 'Flat' : 'NOT flat';
    this.parts.log.warn(`flatten everything (${cause}): ${text}`);
    this.notices.tell({ title, text, isError: !isVerified, strategy: null }, true);
    if (!isVerified) await this.windows?.front();
    return isVerified;
  }

  private change(change: Partial<ShellSettings>): void {
    this.settings = shellSettings.parse({ ...this.settings, ...change });
    writeSettings(this.parts.dataDir, this.settings);
    if ('flattenShortcut' in change) this.setShortcut();
    if (change.launchAtLogin !== undefined) this.setLogin(change.launchAtLogin);
    this.showControls();
  }

  private setShortcut(): void {
    const state = this.shortcut.set(this.settings.flattenShortcut);
    if (state.accelerator !== null && !state.isRegistered) this.tellConflict(state);
  }

  private tellConflict({ accelerator }: ShortcutState): void {
    const text = `${accelerator} is taken by another program and does not flatten. Choose another under Settings.`;
    this.parts.log.warn(text);
    this.notices.tell({ title: 'The global key does not work', text, isError: true, strategy: null }, true);
  }

  private setLogin(isWanted: boolean): void {
    const { electron, args } = this.parts;
    const executable = process.env['APPIMAGE'] ?? process.execPath;
    setLaunchAtLogin(isWanted, { app: electron.app, platform: process.platform, executable, args, env: process.env });
  }

  private showControls(): void {
    const { electron, dataDir } = this.parts;
    const { Menu, app, shell } = electron;
    const facts = {
      platform: process.platform,
      isPackaged: app.isPackaged,
      settings: this.settings,
      shortcut: this.shortcut.state,
    };
    const acts = {
      newWindow: () => void this.windows?.openAnother(),
      flatten: () => void this.flatten('menu'),
      quit: () => this.ending.request(),
      change: (change: Partial<ShellSettings>) => this.change(change),
      exportData: () => void this.exportData(),
      importData: () => void this.importData(),
      openDataFolder: () => void shell.openPath(dataDir),
      openCrashReports: () => void shell.openPath(this.reports.folder),
      checkForUpdates: () => void this.checkForUpdates(),
      about: () => void this.about(),
    };
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(facts, acts)));
    this.tray?.update(this.picture, this.shortcut.state);
  }

  private async say(message: string, detail: string): Promise<void> {
    await this.parts.electron.dialog.showMessageBox({
      type: 'info',
      title: 'Pitwall',
      message,
      detail,
      buttons: ['OK'],
    });
  }

  private about(): Promise<void> {
    const { electron: e, chrome, node } = process.versions as Record<string, string | undefined>;
    const engine = `Electron ${e ?? 'none'}, Chromium ${chrome ?? 'none'}, Node ${node ?? 'none'}`;
    const { version, dataDir, electron: api } = this.parts;
    const secrets = new Secrets(dataDir, api.safeStorage).notice ?? "Secrets are sealed by the system's keychain.";
    return this.say(`Pitwall ${version}`, `${engine}\nData: ${dataDir}\n${secrets}`);
  }

  private async checkForUpdates(): Promise<void> {
    const stage = await this.updates.check();
    const words = {
      off: 'No feed of updates is set (updateFeed in shell.json).',
      idle: 'There is no newer version.',
      checking: 'Already looking.',
      downloading: 'A newer version is being fetched.',
      ready: 'A newer version is ready; it is installed at a quit with nothing open.',
      failed: 'The feed could not be read.',
    } as const;
    await this.say(words[stage.kind], stage.kind === 'failed' ? stage.why : '');
  }

  private async exportData(): Promise<void> {
    const { electron, dataDir } = this.parts;
    const { canceled, filePaths } = await electron.dialog.showOpenDialog({
      title: 'Export all data into a new folder in …',
      properties: ['openDirectory', 'createDirectory'],
    });
    const [folder] = filePaths;
    if (canceled || folder === undefined) return;
    const stamp = this.stamp();
    const target = join(folder, `pitwall-export-${stamp}`);
    try {
      await exportData(dataDir, target, { version: this.parts.version, time: stamp });
      await this.say('All data were exported', `${target}\nSecrets of this installation are among them.`);
    } catch (fault) {
      electron.dialog.showErrorBox('The data were not exported', (fault as Error).message);
    }
  }

  private async importData(): Promise<void> {
    const { electron, dataDir } = this.parts;
    const { canceled, filePaths } = await electron.dialog.showOpenDialog({
      title: 'Import the data of an export',
      properties: ['openDirectory'],
    });
    const [source] = filePaths;
    if (canceled || source === undefined) return;
    const fault = await exportFault(source);
    if (fault !== undefined) {
      electron.dialog.showErrorBox('This cannot be imported', fault);
      return;
    }
    planImport(dataDir, source);
    await this.say('The data are imported at the next start', 'Those that are here now are set aside, not deleted.');
  }

  private async backup(name: string): Promise<string> {
    const { dataDir, version } = this.parts;
    const stamp = this.stamp();
    const target = `${dataDir}.${name}-${stamp}`;
    await exportData(dataDir, target, { version, time: stamp });
    return target;
  }

  private stamp(): string {
    return new Date(this.parts.now()).toISOString().slice(0, 19).replace(/[:.]/g, '-');
  }

  // --- the end --------------------------------------------------------------------------------------------------------

  /** A person closes the last cockpit window. */
  private mayCloseLast(): boolean {
    if (this.ending.isEnding) return true;
    if (this.settings.keepInTray && this.tray?.isThere === true) this.windows?.hideAll();
    else this.ending.request();
    return false;
  }

  private async askEnd(): Promise<EndChoice> {
    const question = endQuestion({
      picture: this.picture,
      hasTray: this.tray?.isThere ?? false,
      isGuest: this.host === undefined && this.instance !== undefined,
      isRunning: this.host !== undefined,
    });
    this.isInstalling = this.updates.mayInstall();
    if (question === undefined) return 'quit';
    const { response } = await this.parts.electron.dialog.showMessageBox(question.options);
    return question.choices[response] ?? 'stay';
  }

  private async flattenToEnd(): Promise<boolean> {
    if (await this.flatten('quit dialog')) return true;
    const { response } = await this.parts.electron.dialog.showMessageBox({
      type: 'error',
      title: 'Pitwall',
      message: 'It could not be verified that everything is flat.',
      detail: 'Look at the cockpit, or at your broker.',
      buttons: ['Stay', 'Quit all the same'],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    });
    return response === 1;
  }

  private async stop(): Promise<void> {
    this.placement?.flush();
    this.shortcut.release();
    this.awake.release();
    this.watch?.close();
    await this.host?.stop();
    if (this.isInstalling) await this.updates.install();
    this.tray?.destroy();
  }
}
