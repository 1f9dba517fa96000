/** electron-builder's configuration for all systems, as one object. */
import type { Configuration } from 'electron-builder';

export type System = 'linux' | 'win' | 'mac';

/** Fuses of the executable: ways in that an installed Pitwall does not need. */
export const FUSES = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  grantFileProtocolExtraPrivileges: false,
} as const;

/** Name of better-sqlite3's binaries by system and processor: only the fitting one is packed. */
const NATIVE: Readonly<Record<System, string>> = { linux: 'linux', win: 'win32', mac: 'darwin' };

/** Nothing of these is needed at run time. */
const LEFT_OUT = [
  '!**/*.map',
  '!**/*.{ts,mts,cts,tsbuildinfo,flow}',
  '!**/{test,tests,__tests__,example,examples,benchmark,benchmarks,docs,.github}{,/**}',
  '!**/{CHANGELOG,HISTORY,README,SECURITY,CONTRIBUTING}*',
  '!**/{.editorconfig,.eslintrc*,.npmignore,.prettierrc*,tsconfig*.json,.taprc,.nycrc}',
  '!node_modules/node-{linux,win,darwin}-*{,/**}',
  '!node_modules/.bin{,/**}',
  '!node_modules/better-sqlite3/{deps,src,binding.gyp}{,/**}',
  '!node_modules/socket.io-client/dist{,/**}',
  '!node_modules/zod/src{,/**}',
  // Of what passkeys are read with: Node takes the library's own modules, and of those below it the CommonJS ones.
  '!node_modules/@simplewebauthn/server/script{,/**}',
  '!node_modules/@peculiar/*/build/{es2015,esm}{,/**}',
  '!node_modules/tsyringe/dist/{esm5,esm2015}{,/**}',
  '!node_modules/date-fns/{fp,docs}{,/**}',
  '!node_modules/date-fns/**/cdn*',
  '!node_modules/date-fns/locale/!(en-US|en-US.cjs|en-US.js|_lib|types.js){,/**}',
  '!**/*.md',
];

export interface ConfigOptions {
  readonly system: System;
  readonly arch: 'x64' | 'arm64';
  /** Folder of the program's version of Electron; undefined: the builder fetches it. */
  readonly electronDist?: string;
  readonly output: string;
}

export function builderConfig({ system, arch, electronDist, output }: ConfigOptions): Configuration {
  return {
    appId: 'app.pitwall.desktop',
    productName: 'Pitwall',
    copyright: 'Pitwall',
    artifactName: 'pitwall-${version}-${os}-${arch}.${ext}',
    directories: { output, buildResources: 'build/resources' },
    ...(electronDist === undefined ? {} : { electronDist }),
    npmRebuild: false, // Node-API binaries: one file for Node and Electron
    buildDependenciesFromSource: false,
    asar: true,
    // Engines run from plain files (see electron/utility-spawner.ts); the archive guards the shell.
    asarUnpack: ['package.json', 'dist/engine/**', 'dist/renderer/**', 'dist/icons/**', 'node_modules/**'],
    files: [
      'package.json',
      'dist/electron/*.{js,cjs}',
      'dist/engine/**/*.js',
      'dist/renderer/**/*.{html,js,css,svg,png,woff,woff2,ico,json,webmanifest,txt,mp3,wav,ogg}',
      { from: 'build/resources', to: 'dist/icons', filter: ['icon.png', 'tray.png', 'tray@2x.png'] },
      ...LEFT_OUT,
      `!node_modules/better-sqlite3/prebuilds/!(${NATIVE[system]}-${arch}.node)`,
    ],
    // Setting them breaks the seal that Apple's processors ask of every program; it is put on anew.
    electronFuses: { ...FUSES, resetAdHocDarwinSignature: system === 'mac' },
    electronLanguages: ['en-US', 'en'],
    // The address that is asked is the person's own (updateFeed); this one only makes the builder write the feed's files.
    publish: { provider: 'generic', url: 'https://updates.invalid/pitwall' },
    linux: {
      target: ['AppImage'], // deb and tar.gz are made by dist-deb.ts and tar, without downloads
      executableName: 'pitwall',
      category: 'Office',
      icon: 'build/resources/icons',
      synopsis: 'Desktop trading cockpit',
      desktop: { entry: { Name: 'Pitwall', StartupWMClass: 'pitwall', Keywords: 'trading;futures;chart;' } },
    },
    win: { target: ['nsis'], icon: 'build/resources/icon.ico' },
    nsis: {
      oneClick: false,
      perMachine: false,
      allowToChangeInstallationDirectory: true,
      deleteAppDataOnUninstall: false, // the data stay unless a person removes them
    },
    mac: {
      target: ['dmg'],
      icon: 'build/resources/icon.icns',
      category: 'public.app-category.finance',
      // Nobody's signature, but one: Apple's processors start nothing without. See docs/install.md.
      identity: '-',
      hardenedRuntime: false, // wants one signature on all parts
      gatekeeperAssess: false,
    },
  };
}
