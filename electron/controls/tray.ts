import type { Menu, MenuItemConstructorOptions, Tray } from 'electron';
import { dollarsText, lineOf, openText, type Picture } from '../parts/picture.ts';
import { shortcutText, type ShortcutState } from '../parts/shortcut.ts';

export interface TrayActs {
  readonly show: () => void;
  readonly flatten: () => void;
  readonly quit: () => void;
}

/** The tray's menu: state first, then the acts. */
export function trayTemplate(picture: Picture, shortcut: ShortcutState, acts: TrayActs): MenuItemConstructorOptions[] {
  const { account, isFresh } = picture;
  const state: MenuItemConstructorOptions[] =
    account === undefined
      ? [{ id: 'state', label: 'Starting', enabled: false }]
      : [
          {
            id: 'state',
            label: `${account.mode} ${account.name}: ${isFresh ? account.state.replace('_', ' ') : 'OUT OF REACH'}`,
            enabled: false,
          },
          { id: 'open', label: `Open: ${openText(account)}`, enabled: false },
          ...account.positions.map(({ symbol, side, quantity, isProtected }) => ({
            label: `    ${symbol} ${side} ${quantity}${isProtected ? '' : ', NO STOP at the broker'}`,
            enabled: false,
          })),
          { id: 'day', label: `Day: ${dollarsText(account.dayNet)}`, enabled: false },
        ];
  return [
    ...state,
    { id: 'shortcut', label: shortcutText(shortcut), enabled: false },
    { type: 'separator' },
    { id: 'show', label: 'Show Pitwall', click: acts.show },
    { id: 'flatten', label: 'Flatten everything now', enabled: account !== undefined, click: acts.flatten },
    { type: 'separator' },
    { id: 'quit', label: 'Quit…', click: acts.quit },
  ];
}

export interface TrayPorts {
  readonly create: () => Pick<Tray, 'setToolTip' | 'setContextMenu' | 'on' | 'destroy'>;
  readonly menu: (template: MenuItemConstructorOptions[]) => Menu;
  readonly acts: TrayActs;
}

/** The icon by the clock. A desktop without a place for one has none: then Pitwall does not hide. */
export class TrayIcon {
  private icon: ReturnType<TrayPorts['create']> | undefined;
  private readonly ports: TrayPorts;
  private shown = '';

  constructor(ports: TrayPorts) {
    this.ports = ports;
    try {
      this.icon = ports.create();
      this.icon.on('click', ports.acts.show);
    } catch {
      this.icon = undefined;
    }
  }

  get isThere(): boolean {
    return this.icon !== undefined;
  }

  /** Called at every change; the system's menu is made anew only when a word of it changed. */
  update(picture: Picture, shortcut: ShortcutState): void {
    if (this.icon === undefined) return;
    const template = trayTemplate(picture, shortcut, this.ports.acts);
    const words = JSON.stringify([lineOf(picture), template]);
    if (words === this.shown) return;
    this.shown = words;
    this.icon.setToolTip(lineOf(picture));
    this.icon.setContextMenu(this.ports.menu(template));
  }

  destroy(): void {
    this.icon?.destroy();
    this.icon = undefined;
  }
}
