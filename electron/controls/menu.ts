import type { MenuItemConstructorOptions } from 'electron';
import { shortcutText, type ShortcutState } from '../parts/shortcut.ts';
import type { ShellSettings } from '../parts/settings.ts';

export interface MenuFacts {
  readonly platform: NodeJS.Platform;
  readonly isPackaged: boolean;
  readonly settings: ShellSettings;
  readonly shortcut: ShortcutState;
}

export interface MenuActs {
  readonly newWindow: () => void;
  readonly flatten: () => void;
  readonly quit: () => void;
  readonly change: (change: Partial<ShellSettings>) => void;
  readonly exportData: () => void;
  readonly importData: () => void;
  readonly importRecording: () => void;
  readonly openDataFolder: () => void;
  readonly openCrashReports: () => void;
  readonly checkForUpdates: () => void;
  readonly about: () => void;
}

/** Keys that can be chosen without opening the file; any other stands in shell.json. */
export const CHORDS = ['Ctrl+Shift+F8', 'Ctrl+Alt+F8', 'Ctrl+Shift+F12'] as const;

function shortcutMenu({ settings, shortcut }: MenuFacts, acts: MenuActs): MenuItemConstructorOptions {
  const own = settings.flattenShortcut;
  const chords = own === null || CHORDS.some((one) => one === own) ? CHORDS : [own, ...CHORDS];
  return {
    label: 'Global key for "flatten everything"',
    submenu: [
      { id: 'shortcut-state', label: shortcutText(shortcut), enabled: false },
      { type: 'separator' },
      ...[...chords, null].map((one): MenuItemConstructorOptions => ({
        id: `shortcut-${one ?? 'none'}`,
        label: one ?? 'None',
        type: 'radio',
        checked: one === own,
        click: () => acts.change({ flattenShortcut: one }),
      })),
    ],
  };
}

function settingsMenu(facts: MenuFacts, acts: MenuActs): MenuItemConstructorOptions {
  const { settings } = facts;
  const levels = { all: 'All', errors: 'Errors only', off: 'None' } as const;
  return {
    label: 'Settings',
    submenu: [
      shortcutMenu(facts, acts),
      {
        label: 'Notifications',
        submenu: Object.entries(levels).map(([level, label]): MenuItemConstructorOptions => ({
          id: `notifications-${level}`,
          label,
          type: 'radio',
          checked: settings.notifications === level,
          click: () => acts.change({ notifications: level as ShellSettings['notifications'] }),
        })),
      },
      {
        id: 'keep-in-tray',
        label: 'Closing the last window keeps Pitwall in the tray',
        type: 'checkbox',
        checked: settings.keepInTray,
        click: (item) => acts.change({ keepInTray: item.checked }),
      },
      {
        id: 'launch-at-login',
        label: 'Start Pitwall at log-in',
        type: 'checkbox',
        checked: settings.launchAtLogin,
        click: (item) => acts.change({ launchAtLogin: item.checked }),
      },
    ],
  };
}

/**
 * The application's menu. Keys that belong to the page (F8, F9, Ctrl+K, ...) stand in no accelerator here, or they would
 * never reach it.
 */
export function menuTemplate(facts: MenuFacts, acts: MenuActs): MenuItemConstructorOptions[] {
  const isMac = facts.platform === 'darwin';
  const quit: MenuItemConstructorOptions = {
    id: 'quit',
    label: 'Quit Pitwall…',
    accelerator: 'CommandOrControl+Q',
    click: acts.quit,
  };
  const about: MenuItemConstructorOptions = { id: 'about', label: 'About Pitwall', click: acts.about };
  const application: MenuItemConstructorOptions[] = isMac
    ? [
        {
          label: 'Pitwall',
          submenu: [about, { type: 'separator' }, { role: 'hide' }, { role: 'hideOthers' }, { role: 'unhide' }, quit],
        },
      ]
    : [];
  return [
    ...application,
    {
      label: 'File',
      submenu: [
        { id: 'new-window', label: 'New cockpit window', click: acts.newWindow },
        { type: 'separator' },
        { id: 'open-data', label: 'Open the data folder', click: acts.openDataFolder },
        { id: 'export-data', label: 'Export all data…', click: acts.exportData },
        { id: 'import-data', label: 'Import data…', click: acts.importData },
        { id: 'import-recording', label: 'Import a recording…', click: acts.importRecording },
        ...(isMac ? [] : [{ type: 'separator' } as const, quit]),
      ],
    },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...(facts.isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
      ],
    },
    settingsMenu(facts, acts),
    {
      label: 'Act',
      submenu: [{ id: 'flatten', label: 'Flatten everything now', click: acts.flatten }],
    },
    {
      label: 'Help',
      role: 'help',
      submenu: [
        { id: 'check-updates', label: 'Look for an update', click: acts.checkForUpdates },
        { id: 'crash-reports', label: 'Open the crash reports', click: acts.openCrashReports },
        ...(isMac ? [] : [about]),
      ],
    },
  ];
}
