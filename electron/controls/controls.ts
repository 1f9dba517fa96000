import { join } from 'node:path';
import { setLaunchAtLogin } from '../parts/login-item.ts';
import { menuTemplate, type MenuActs } from './menu.ts';
import { placeOf, type Notices } from './notices.ts';
import type { Picture } from '../parts/picture.ts';
import { DEFAULTS, readSettings, shellSettings, writeSettings, type ShellSettings } from '../parts/settings.ts';
import type { ShellParts } from '../parts/shell-parts.ts';
import { FlattenShortcut, type ShortcutState } from '../parts/shortcut.ts';
import { TrayIcon } from './tray.ts';

export interface ControlsOptions {
  readonly parts: Pick<ShellParts, 'electron' | 'dataDir' | 'icons' | 'log' | 'loginArgs'>;
  readonly notices: Pick<Notices, 'tell'>;
  readonly picture: () => Picture;
  readonly acts: Omit<MenuActs, 'change' | 'flatten'> & {
    readonly show: () => void;
    readonly flatten: (cause: string) => void;
  };
}

/** What a person acts with outside the page: menu, tray and global key, and the settings behind them. */
export class Controls {
  private readonly options: ControlsOptions;
  private readonly key: FlattenShortcut;
  private kept: ShellSettings = DEFAULTS;
  private tray: TrayIcon | undefined;

  constructor(options: ControlsOptions) {
    this.options = options;
    this.key = new FlattenShortcut(options.parts.electron.globalShortcut, options.acts.flatten);
  }

  get settings(): ShellSettings {
    return this.kept;
  }

  get shortcut(): ShortcutState {
    return this.key.state;
  }

  get hasTray(): boolean {
    return this.tray?.isThere ?? false;
  }

  readSettings(): void {
    const { dataDir, log } = this.options.parts;
    const { settings, notice } = readSettings(dataDir);
    this.kept = settings;
    if (notice !== undefined) log.warn(notice);
  }

  /** To be called when Electron is ready. */
  open(): void {
    const { parts, acts } = this.options;
    const { Tray, Menu, nativeImage } = parts.electron;
    this.tray = new TrayIcon({
      create: () => new Tray(nativeImage.createFromPath(join(parts.icons, 'tray.png'))),
      menu: (template) => Menu.buildFromTemplate(template),
      acts: { show: acts.show, flatten: () => acts.flatten('tray'), quit: acts.quit },
    });
    this.setKey();
    this.showMenu();
    // The program may have moved since (an AppImage, a folder unpacked anew).
    if (this.kept.launchAtLogin) this.setLogin();
  }

  change(change: Partial<ShellSettings>): void {
    this.kept = shellSettings.parse({ ...this.kept, ...change });
    writeSettings(this.options.parts.dataDir, this.kept);
    if ('flattenShortcut' in change) this.setKey();
    if (change.launchAtLogin !== undefined) this.setLogin();
    this.showMenu();
  }

  showPicture(): void {
    this.tray?.update(this.options.picture(), this.key.state);
  }

  releaseKey(): void {
    this.key.release();
  }

  removeTray(): void {
    this.tray?.destroy();
  }

  private setKey(): void {
    const { accelerator, isRegistered } = this.key.set(this.kept.flattenShortcut);
    if (accelerator === null || isRegistered) return;
    const text = `${accelerator} is taken by another program and does not flatten. Choose another under Settings.`;
    this.options.parts.log.warn(text);
    this.options.notices.tell(
      { title: 'The global key does not work', text, isError: true, place: placeOf('settings') },
      true,
    );
  }

  private setLogin(): void {
    const { electron, loginArgs } = this.options.parts;
    setLaunchAtLogin(this.kept.launchAtLogin, {
      app: electron.app,
      platform: process.platform,
      executable: process.env['APPIMAGE'] ?? process.execPath,
      args: loginArgs,
      env: process.env,
    });
  }

  private showMenu(): void {
    const { parts, acts } = this.options;
    const { Menu, app } = parts.electron;
    const facts = {
      platform: process.platform,
      isPackaged: app.isPackaged,
      settings: this.kept,
      shortcut: this.key.state,
    };
    const template = menuTemplate(facts, {
      ...acts,
      flatten: () => acts.flatten('menu'),
      change: (change) => this.change(change),
    });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
    this.showPicture();
  }
}
