/**
 * `npm run dist`: the packages for the present system, each checked, with checksums and a bill of materials, in
 * `dist/packages/`. Flags: --dir (no packages, the unpacked program alone), --no-proof, --staged=PERCENT (a feed that only
 * so many installations take), --new-key=FILE (makes a pair for signed feeds, and nothing else). The feed is signed with
 * the key of the file that PITWALL_UPDATE_KEY names; without one there is no feed, for no installation would follow it.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Arch, build, Platform } from 'electron-builder';
import { getCurrentFuseWire, FuseV1Options } from '@electron/fuses';
import { builderConfig, type System } from './dist-config.ts';
import { billOfMaterials, contentFaults, readContents, sha256 } from './dist-contents.ts';
import { makeDeb } from './dist-deb.ts';
import { feedEntry, stagedFeed, updateFeed } from './dist-feed.ts';
import { KEY_VARIABLE, newKey, signedFeed, signingKey } from './dist-sign.ts';
import { FAKE_NOTE, makeFakeElectron } from './dist-fake-electron.ts';
import { proveDeb, provePackedEngines } from './dist-proof.ts';
import { UPDATE_KEYS } from '../electron/parts/update-manifest.ts';
import { electronExecutable, electronVersion } from './launch/electron-probe.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const OUTPUT = join(ROOT, 'dist/packages');
const MIB = 1_048_576;

const SYSTEMS: Readonly<Partial<Record<NodeJS.Platform, System>>> = { linux: 'linux', win32: 'win', darwin: 'mac' };
const UNPACKED: Readonly<Record<System, string>> = { linux: 'linux', win: 'win', mac: 'mac' };

interface Facts {
  readonly system: System;
  readonly arch: 'x64' | 'arm64';
  readonly version: string;
  readonly electron: string;
  /** Packed around a stand-in: nothing of it runs. */
  readonly isFake: boolean;
}

function facts(): Facts {
  const system = SYSTEMS[process.platform];
  const { arch } = process;
  if (system === undefined || (arch !== 'x64' && arch !== 'arm64')) {
    throw new Error(`There are no packages for ${process.platform} on ${arch}.`);
  }
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const isFake = electronExecutable() === undefined;
  if (isFake && system !== 'linux') throw new Error("Electron's executable is not there; run: npx install-electron");
  return { system, arch, version, electron: electronVersion() ?? '', isFake };
}

/** @returns the folder of the unpacked program */
async function pack({ system, arch, electron, isFake }: Facts, onlyFolder: boolean): Promise<string> {
  const fake = join(ROOT, '.cache/fake-electron');
  if (isFake) makeFakeElectron(fake, electron);
  const config = builderConfig({
    system,
    arch,
    output: OUTPUT,
    electronDist: isFake ? fake : join(ROOT, 'node_modules/electron/dist'),
  });
  const platform = { linux: Platform.LINUX, win: Platform.WINDOWS, mac: Platform.MAC }[system];
  const cpu = arch === 'arm64' ? Arch.arm64 : Arch.x64;
  const targets = onlyFolder || isFake ? platform.createTarget('dir', cpu) : platform.createTarget(null, cpu);
  await build({ projectDir: ROOT, config, targets, publish: 'never' });
  return join(OUTPUT, `${UNPACKED[system]}${arch === 'arm64' ? '-arm64' : ''}${system === 'mac' ? '' : '-unpacked'}`);
}

function resourcesOf(unpacked: string, system: System): string {
  return system === 'mac' ? join(unpacked, 'Pitwall.app/Contents/Resources') : join(unpacked, 'resources');
}

const EXECUTABLE: Readonly<Record<System, string>> = { linux: 'pitwall', win: 'Pitwall.exe', mac: 'Pitwall.app' };

async function checkFuses(unpacked: string, system: System): Promise<readonly string[]> {
  const wire = await getCurrentFuseWire(join(unpacked, EXECUTABLE[system]));
  const expected: readonly (readonly [FuseV1Options, boolean])[] = [
    [FuseV1Options.RunAsNode, false],
    [FuseV1Options.EnableCookieEncryption, true],
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable, false],
    [FuseV1Options.EnableNodeCliInspectArguments, false],
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation, true],
    [FuseV1Options.OnlyLoadAppFromAsar, true],
    [FuseV1Options.GrantFileProtocolExtraPrivileges, false],
  ];
  const isOn = (fuse: FuseV1Options): boolean => String.fromCharCode(Number(wire[fuse])) === '1';
  return expected.filter(([fuse, on]) => isOn(fuse) !== on).map(([fuse]) => `fuse ${FuseV1Options[fuse]} is not set`);
}

function linuxPackages({ arch, version, isFake }: Facts, unpacked: string): readonly string[] {
  const mark = isFake ? '-NOT-ELECTRON' : '';
  const archive = join(OUTPUT, `pitwall-${version}-linux-${arch}${mark}.tar.gz`);
  const folder = `pitwall-${version}`;
  const flags = ['--owner=0', '--group=0', '--sort=name', `--transform=s,^\\.,${folder},`];
  execFileSync('tar', ['-czf', archive, ...flags, '-C', unpacked, '.'], { stdio: 'pipe' });
  if (!existsSync('/usr/bin/dpkg-deb')) return [archive];
  const cpu = arch === 'arm64' ? 'arm64' : 'amd64';
  const deb = join(OUTPUT, `pitwall_${version}_${cpu}${mark}.deb`);
  const icons = join(ROOT, 'build/resources/icons');
  makeDeb({ unpacked, icons, work: join(ROOT, '.cache/deb'), output: deb, version, arch: cpu });
  return [archive, deb];
}

async function run(): Promise<number> {
  const given = facts();
  const { system, arch, version, electron, isFake } = given;
  const flags = new Set(process.argv.slice(2));
  const say = (text: string): void => console.log(text);
  const key = signingKey(process.env, UPDATE_KEYS);
  if (isFake) {
    say("Electron's executable is not here: the packages are made around a stand-in, to check the packing.");
    say('They are named NOT-ELECTRON and do not run.\n');
  }
  rmSync(OUTPUT, { recursive: true, force: true });
  mkdirSync(OUTPUT, { recursive: true });
  const unpacked = await pack(given, flags.has('--dir'));
  const resources = resourcesOf(unpacked, system);

  const contents = readContents(resources);
  const native = `${{ linux: 'linux', win: 'win32', mac: 'darwin' }[system]}-${arch}`;
  const faults = [...contentFaults(contents, native), ...(await checkFuses(unpacked, system))];
  const bytes = contents.beside.reduce((sum, one) => sum + one.bytes, contents.archiveBytes);
  const count = contents.inside.length + contents.beside.length;
  say(
    `contents: ${count} files, ${(bytes / MIB).toFixed(1)} MiB without Electron (${contents.inside.length} in the archive)`,
  );
  for (const fault of faults) say(`  WRONG: ${fault}`);

  const packages = system === 'linux' && !flags.has('--dir') ? linuxPackages(given, unpacked) : [];
  if (!flags.has('--no-proof')) {
    const names = await provePackedEngines(process.execPath, `${join(resources, 'app.asar')}.unpacked`);
    say(`packed engines under plain Node ${process.version}: ${names.join(', ')} started, served, ended in order`);
    const deb = packages.find((file) => file.endsWith('.deb'));
    if (deb !== undefined) say(`deb: ${proveDeb(deb).installed} files installed by dpkg, none left after its removal`);
  }

  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as Parameters<
    typeof billOfMaterials
  >[1];
  const bill = billOfMaterials(`${join(resources, 'app.asar')}.unpacked`, lock, { name: 'pitwall', version }, electron);
  writeFileSync(join(OUTPUT, `pitwall-${version}-sbom.cdx.json`), `${JSON.stringify(bill, null, 2)}\n`);
  for (const name of ['builder-debug.yml', 'builder-effective-config.yaml'])
    rmSync(join(OUTPUT, name), { force: true });
  if (isFake) renameSync(join(unpacked, FAKE_NOTE), join(OUTPUT, FAKE_NOTE));
  // The feed is for packages that update themselves; a stand-in is none.
  if (system === 'linux' && !isFake && packages.length > 0) {
    const images = readdirSync(OUTPUT).filter((name) => /\.(?:AppImage|deb)$/.test(name));
    const entries = await Promise.all(images.sort().map((name) => feedEntry(OUTPUT, name)));
    const name = arch === 'arm64' ? 'latest-linux-arm64.yml' : 'latest-linux.yml';
    writeFileSync(join(OUTPUT, name), updateFeed(version, entries, new Date().toISOString()));
  }
  const staged = valueOf('--staged');
  for (const name of readdirSync(OUTPUT).filter((one) => /^latest.*\.yml$/.test(one))) {
    const file = join(OUTPUT, name);
    const feed = readFileSync(file, 'utf8');
    if (key === undefined) rmSync(file);
    else writeFileSync(file, signedFeed(name, staged === undefined ? feed : stagedFeed(feed, Number(staged)), key));
  }
  if (key === undefined) say(`no feed of updates: ${KEY_VARIABLE} names no key to sign it with`);
  const lines: string[] = [];
  for (const entry of readdirSync(OUTPUT, { withFileTypes: true })) {
    if (entry.isFile()) lines.push(`${await sha256(join(OUTPUT, entry.name))}  ${entry.name}`);
  }
  writeFileSync(join(OUTPUT, 'SHA256SUMS'), `${lines.sort().join('\n')}\n`);
  say(`\nin dist/packages/:\n${lines.map((line) => `  ${line.slice(0, 12)}…  ${line.slice(66)}`).join('\n')}`);
  return faults.length === 0 ? 0 : 1;
}

/** "x" of "--flag=x". */
function valueOf(flag: string): string | undefined {
  return process.argv.find((given) => given.startsWith(`${flag}=`))?.slice(flag.length + 1);
}

function makeKey(file: string): number {
  console.log(`The public half, for UPDATE_KEYS in electron/parts/update-manifest.ts:\n${newKey(file, ROOT)}`);
  console.log(`The private half lies in ${file}. Who has it can install programs on every machine with Pitwall.`);
  return 0;
}

if (import.meta.main) {
  try {
    const keyFile = valueOf('--new-key');
    process.exitCode = keyFile === undefined ? await run() : makeKey(keyFile);
  } catch (fault) {
    console.error((fault as Error).message);
    process.exitCode = 1;
  }
}
