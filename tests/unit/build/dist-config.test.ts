import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { builderConfig, FUSES, type System } from '../../../build/dist-config.ts';

const ROOT = join(import.meta.dirname, '../../..');
const config = (system: System) => builderConfig({ system, arch: 'x64', output: 'out' });

test('the fuses close every way in that an installed program does not need', () => {
  expect(FUSES).toEqual({
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  });
});

test('each system packs its own native file alone', () => {
  const kept = (system: System) =>
    (config(system).files as unknown[]).filter((one) => typeof one === 'string' && one.includes('prebuilds'));
  expect(kept('linux')).toEqual(['!node_modules/better-sqlite3/prebuilds/!(linux-x64.node)']);
  expect(kept('win')).toEqual(['!node_modules/better-sqlite3/prebuilds/!(win32-x64.node)']);
  expect(kept('mac')).toEqual(['!node_modules/better-sqlite3/prebuilds/!(darwin-x64.node)']);
});

test('the icons that it names are there, and nothing is associated with files', () => {
  const { linux, win, mac, fileAssociations } = config('linux');
  for (const icon of [linux?.icon, win?.icon, mac?.icon]) expect(existsSync(join(ROOT, String(icon)))).toBe(true);
  expect(fileAssociations).toBeUndefined();
});

test('an uninstall keeps the data', () => {
  expect(config('win').nsis?.deleteAppDataOnUninstall).toBe(false);
});

test('macOS: a signature of nobody, put on anew after the fuses; Apple silicon starts nothing without', () => {
  const { mac, electronFuses } = config('mac');
  expect(mac).toMatchObject({ identity: '-', hardenedRuntime: false });
  expect(electronFuses?.resetAdHocDarwinSignature).toBe(true);
  expect(config('linux').electronFuses?.resetAdHocDarwinSignature).toBe(false);
});
