import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';

/** The platform's folder for this user's data, where --data-dir says nothing else. The launcher has the same rule. */
export function defaultDataDir(
  platform: NodeJS.Platform = process.platform,
  env: Readonly<Record<string, string | undefined>> = process.env,
  home: string = homedir(),
): string {
  const folder = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);
  if (platform === 'win32') return win32.join(folder('APPDATA') ?? win32.join(home, 'AppData', 'Roaming'), 'Pitwall');
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'Pitwall');
  return posix.join(folder('XDG_DATA_HOME') ?? posix.join(home, '.local', 'share'), 'pitwall');
}
