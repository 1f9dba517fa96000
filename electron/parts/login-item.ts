import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { App } from 'electron';

export interface LoginItemOptions {
  readonly app: Pick<App, 'setLoginItemSettings'>;
  readonly platform: NodeJS.Platform;
  readonly executable: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home?: string;
}

/** Quoting of the Exec line of a desktop entry: of an argument, and then of the backslashes of any value. */
function quoted(text: string): string {
  return `"${text.replace(/(["`$\\])/g, '\\$1').replaceAll('%', '%%')}"`.replaceAll('\\', '\\\\');
}

/** Windows joins the arguments with spaces as they are. */
function quotedForWindows(text: string): string {
  return /[\s"]/.test(text) ? `"${text.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"` : text;
}

/**
 * What a start at log-in follows the executable with: the flags of this start, with paths that hold from any folder; in
 * development the program's folder first.
 */
export function loginArguments(
  args: readonly string[],
  dataDir: string,
  programFolder: string | undefined,
): readonly string[] {
  const isDataDir = (arg: string | undefined): boolean => arg === '--data-dir';
  const others = args.filter(
    (arg, at) => !isDataDir(arg) && !isDataDir(args[at - 1]) && !arg.startsWith('--data-dir='),
  );
  const isGiven = others.length !== args.length;
  return [
    ...(programFolder === undefined ? [] : [programFolder]),
    ...(isGiven ? ['--data-dir', dataDir] : []),
    ...others,
  ];
}

/** The autostart entry of Linux desktops: Electron has none of its own there. */
export function autostartFile(env: LoginItemOptions['env'], home: string): string {
  const config = env['XDG_CONFIG_HOME'];
  return join(config === undefined || config === '' ? join(home, '.config') : config, 'autostart', 'pitwall.desktop');
}

/** Starts Pitwall when its user logs in, or no longer. It starts in the tray's company, with its window. */
export function setLaunchAtLogin(isWanted: boolean, options: LoginItemOptions): void {
  const { app, platform, executable, args, env, home = homedir() } = options;
  if (platform !== 'linux') {
    const given = platform === 'win32' ? args.map(quotedForWindows) : [...args];
    app.setLoginItemSettings({ openAtLogin: isWanted, path: executable, args: given });
    return;
  }
  const file = autostartFile(env, home);
  if (!isWanted) {
    rmSync(file, { force: true });
    return;
  }
  mkdirSync(dirname(file), { recursive: true });
  const run = [executable, ...args].map(quoted).join(' ');
  writeFileSync(file, `[Desktop Entry]\nType=Application\nName=Pitwall\nExec=${run}\nX-GNOME-Autostart-enabled=true\n`);
}
