/** A .deb around an unpacked build, with Debian's own dpkg-deb alone. */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface DebOptions {
  /** The builder's linux-unpacked. */
  readonly unpacked: string;
  readonly icons: string;
  readonly work: string;
  readonly output: string;
  readonly version: string;
  readonly arch: 'amd64' | 'arm64';
}

/** Libraries that Electron's executable needs. */
const DEPENDS =
  'libasound2 | libasound2t64, libatspi2.0-0 | libatspi2.0-0t64, libgbm1, libgtk-3-0 | libgtk-3-0t64, libnotify4, ' +
  'libnss3, libsecret-1-0, libuuid1, libxss1, libxtst6, xdg-utils';

export const DESKTOP_ENTRY = `[Desktop Entry]
Type=Application
Name=Pitwall
Comment=Desktop trading cockpit
Exec=/opt/Pitwall/pitwall
Icon=pitwall
Terminal=false
Categories=Office;Finance;
Keywords=trading;futures;chart;
StartupWMClass=pitwall
`;

export function controlFile(version: string, arch: string, installedKiB: number): string {
  return `Package: pitwall
Version: ${version}
Architecture: ${arch}
Maintainer: Pitwall <pitwall@localhost>
Installed-Size: ${installedKiB}
Depends: ${DEPENDS}
Recommends: libappindicator3-1 | libayatana-appindicator3-1
Section: misc
Priority: optional
Description: Desktop trading cockpit
 Several automated futures strategies on one account, watched and stopped from
 one screen. Works with no broker on a built-in simulated or replayed market.
`;
}

/** Chromium's sandbox helper works only as root's setuid file where user namespaces are restricted. */
const POSTINST = `#!/bin/sh
set -e
sandbox="$DPKG_ROOT/opt/Pitwall/chrome-sandbox"
if [ "$1" = configure ] && [ -f "$sandbox" ]; then
  chown root:root "$sandbox" 2>/dev/null || true
  chmod 4755 "$sandbox"
fi
exit 0
`;

function foldersAndFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name)));
}

export function makeDeb({ unpacked, icons, work, output, version, arch }: DebOptions): void {
  rmSync(work, { recursive: true, force: true });
  const at = (...parts: string[]): string => join(work, ...parts);
  for (const folder of ['opt', 'usr/bin', 'usr/share/applications', 'usr/share/doc/pitwall', 'DEBIAN']) {
    mkdirSync(at(folder), { recursive: true });
  }
  cpSync(unpacked, at('opt/Pitwall'), { recursive: true, verbatimSymlinks: true });
  writeFileSync(at('opt/Pitwall/resources/package-type'), 'deb'); // tells electron-updater how to update this one
  symlinkSync('/opt/Pitwall/pitwall', at('usr/bin/pitwall'));
  writeFileSync(at('usr/share/applications/pitwall.desktop'), DESKTOP_ENTRY);
  writeFileSync(
    at('usr/share/doc/pitwall/copyright'),
    'Pitwall. Licenses of its parts lie beside them in /opt/Pitwall.\n',
  );
  for (const name of readdirSync(icons)) {
    const folder = at('usr/share/icons/hicolor', name.replace('.png', ''), 'apps');
    mkdirSync(folder, { recursive: true });
    cpSync(join(icons, name), join(folder, 'pitwall.png'));
  }
  let bytes = 0;
  for (const path of foldersAndFiles(work)) {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) continue; // the link, whose target is not installed here
    bytes += stat.size;
    chmodSync(path, stat.isDirectory() || (stat.mode & 0o100) !== 0 ? 0o755 : 0o644);
  }
  chmodSync(work, 0o755);
  writeFileSync(at('DEBIAN/control'), controlFile(version, arch, Math.ceil(bytes / 1024)));
  writeFileSync(at('DEBIAN/postinst'), POSTINST, { mode: 0o755 });
  execFileSync('dpkg-deb', ['--root-owner-group', '-Zxz', '-z3', '--build', work, output], { stdio: 'pipe' });
  rmSync(work, { recursive: true, force: true });
}
