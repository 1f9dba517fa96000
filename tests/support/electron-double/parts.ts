/** The rest of Electron that we use: what a person or the system would do is called by the tests. */
import { EventEmitter } from 'node:events';
import type {
  CrashReporter,
  Dialog,
  Display,
  GlobalShortcut,
  Menu as RealMenu,
  MenuItem,
  MenuItemConstructorOptions,
  NativeImage,
  NativeTheme,
  Notification as RealNotification,
  NotificationConstructorOptions,
  PowerMonitor,
  PowerSaveBlocker,
  Rectangle,
  SafeStorage,
  Screen,
  Shell,
  Tray as RealTray,
} from 'electron';
import { records } from './records.ts';

export interface ItemDouble {
  readonly id: string;
  readonly label: string;
  readonly role: string | undefined;
  readonly accelerator: string | undefined;
  readonly type: string;
  readonly enabled: boolean;
  checked: boolean;
  readonly submenu: Menu | undefined;
  /** As a person clicks it. */
  click(): void;
}

function item(options: MenuItemConstructorOptions): ItemDouble {
  const one: ItemDouble = {
    id: options.id ?? '',
    label: options.label ?? '',
    role: options.role,
    accelerator: options.accelerator,
    type: options.type ?? (options.submenu === undefined ? 'normal' : 'submenu'),
    enabled: options.enabled ?? true,
    checked: options.checked ?? false,
    submenu: Array.isArray(options.submenu) ? Menu.buildFromTemplate(options.submenu) : undefined,
    click: () => {
      if (!one.enabled) return;
      if (one.type === 'checkbox') one.checked = !one.checked;
      options.click?.(one as unknown as MenuItem, undefined, {});
    },
  };
  return one;
}

let applicationMenu: Menu | null = null;

export class Menu {
  readonly items: ItemDouble[];

  constructor(items: ItemDouble[] = []) {
    this.items = items;
  }

  static buildFromTemplate(template: readonly MenuItemConstructorOptions[]): Menu {
    return new Menu(template.map(item));
  }

  static setApplicationMenu(menu: Menu | null): void {
    applicationMenu = menu;
  }

  static getApplicationMenu(): Menu | null {
    return applicationMenu;
  }

  getMenuItemById(id: string): ItemDouble | null {
    for (const one of this.items) {
      if (one.id === id) return one;
      const inside = one.submenu?.getMenuItemById(id);
      if (inside !== undefined && inside !== null) return inside;
    }
    return null;
  }

  popup(): void {}
}

/** The tray icon that is there now. */
export let tray: Tray | undefined;

export class Tray extends EventEmitter {
  tip = '';
  menu: Menu | null = null;
  title = '';

  constructor(_image: unknown) {
    super();
    // oxlint-disable-next-line typescript/no-this-alias -- the tests look at the one icon that there is
    tray = this;
  }

  setToolTip(text: string): void {
    this.tip = text;
  }

  setContextMenu(menu: unknown): void {
    this.menu = menu as Menu | null;
  }

  setImage(): void {}

  setTitle(title: string): void {
    this.title = title;
  }

  isDestroyed(): boolean {
    return tray !== this;
  }

  destroy(): void {
    if (tray === this) tray = undefined;
  }
}

export class Notification extends EventEmitter {
  private readonly options: NotificationConstructorOptions;

  constructor(options: NotificationConstructorOptions = {}) {
    super();
    this.options = options;
  }

  static isSupported(): boolean {
    return true;
  }

  show(): void {
    const { title = '', body = '' } = this.options;
    records.notifications.push({ title, body, click: () => this.emit('click', {}) });
  }

  close(): void {}
}

const shortcuts = new Map<string, () => void>();

export const globalShortcut = {
  register: (accelerator: string, callback: () => void) => {
    if (records.takenShortcuts.has(accelerator) || shortcuts.has(accelerator)) return false;
    shortcuts.set(accelerator, callback);
    return true;
  },
  unregister: (accelerator: string) => void shortcuts.delete(accelerator),
  unregisterAll: () => shortcuts.clear(),
  isRegistered: (accelerator: string) => shortcuts.has(accelerator),
} satisfies Pick<GlobalShortcut, 'register' | 'unregister' | 'unregisterAll' | 'isRegistered'>;

/** The keys are pressed, wherever the keyboard's focus is. False: nobody listens to them. */
export function pressGlobal(accelerator: string): boolean {
  const callback = shortcuts.get(accelerator);
  callback?.();
  return callback !== undefined;
}

/** Unanswered dialogs are canceled; tests put their own answers in place of these functions. */
export const dialog = {
  showMessageBox: async (...args: unknown[]) => {
    const options = args.at(-1) as { cancelId?: number };
    return { response: options.cancelId ?? 0, checkboxChecked: false };
  },
  showErrorBox: (title: string, content: string) => {
    records.errorBoxes.push({ title, content });
    process.stderr.write(`[dialog] ${title}: ${content}\n`);
  },
  showOpenDialog: async () => ({ canceled: true, filePaths: [] as string[] }),
  showSaveDialog: async () => ({ canceled: true, filePath: '' }),
} satisfies Pick<Dialog, 'showErrorBox'> & Record<string, unknown>;

class PowerMonitorDouble extends EventEmitter {
  isOnBatteryPower(): boolean {
    return false;
  }
}
export const powerMonitor = new PowerMonitorDouble();

let blockers = 0;
export const powerSaveBlocker = {
  start: (type) => {
    blockers += 1;
    records.awake.set(blockers, type);
    return blockers;
  },
  stop: (id) => records.awake.delete(id),
  isStarted: (id) => records.awake.has(id),
} satisfies Pick<PowerSaveBlocker, 'start' | 'stop' | 'isStarted'>;

function display(bounds: Rectangle, id: number): Display {
  return { id, bounds, workArea: bounds, scaleFactor: 1 } as Display;
}

class ScreenDouble extends EventEmitter {
  getAllDisplays(): Display[] {
    return records.displays.map(display);
  }

  getPrimaryDisplay(): Display {
    return display(records.displays[0] ?? { x: 0, y: 0, width: 1600, height: 1000 }, 0);
  }

  /** Screens come and go. */
  change(displays: Rectangle[]): void {
    records.displays = displays;
    this.emit('display-metrics-changed', {}, this.getPrimaryDisplay(), ['bounds']);
  }
}
export const screen = new ScreenDouble();

export const shell = {
  openExternal: async (url: string) => void records.opened.push(url),
  openPath: async (path: string) => {
    records.opened.push(path);
    return '';
  },
  showItemInFolder: (path: string) => void records.opened.push(path),
} satisfies Pick<Shell, 'openExternal' | 'openPath' | 'showItemInFolder'>;

/** No keychain here, as on a bare Linux: the program must have its own way out. */
export const safeStorage = {
  isEncryptionAvailable: () => process.env['PITWALL_DOUBLE_KEYCHAIN'] !== undefined,
  encryptString: (text: string) => Buffer.from([...Buffer.from(text)].map((byte) => byte ^ 0x5a)),
  decryptString: (cipher: Buffer) => Buffer.from([...cipher].map((byte) => byte ^ 0x5a)).toString(),
  getSelectedStorageBackend: () => 'gnome_libsecret' as const,
} satisfies Pick<
  SafeStorage,
  'isEncryptionAvailable' | 'encryptString' | 'decryptString' | 'getSelectedStorageBackend'
>;

class NativeThemeDouble extends EventEmitter {
  shouldUseDarkColors = true;
  themeSource: NativeTheme['themeSource'] = 'system';

  /** The system's look changes. */
  turn(dark: boolean): void {
    this.shouldUseDarkColors = dark;
    this.emit('updated');
  }
}
export const nativeTheme = new NativeThemeDouble();

export const nativeImage = {
  createFromPath: (path: string) => ({ path, isEmpty: () => false, setTemplateImage: () => undefined }),
  createFromDataURL: (url: string) => ({ path: url, isEmpty: () => false, setTemplateImage: () => undefined }),
  createEmpty: () => ({ path: '', isEmpty: () => true, setTemplateImage: () => undefined }),
};

export const crashReporter = { start: () => undefined } satisfies Pick<CrashReporter, 'start'>;

/** Checked against Electron's own types. */
type Checks = [
  Pick<RealNotification, 'show' | 'close'>,
  Pick<RealTray, 'setToolTip' | 'setTitle' | 'isDestroyed' | 'destroy'>,
  Pick<RealMenu, 'popup'>,
  Pick<PowerMonitor, 'isOnBatteryPower'>,
  Pick<Screen, 'getAllDisplays' | 'getPrimaryDisplay'>,
  Pick<NativeTheme, 'shouldUseDarkColors' | 'themeSource'>,
  Pick<NativeImage, 'isEmpty'>,
];
((real: Checks | undefined) => real)(
  undefined as
    | [
        Notification,
        Tray,
        Menu,
        PowerMonitorDouble,
        ScreenDouble,
        NativeThemeDouble,
        ReturnType<typeof nativeImage.createEmpty>,
      ]
    | undefined,
);
