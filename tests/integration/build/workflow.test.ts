import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { builderConfig, type System } from '../../../build/dist-config.ts';

/** The CI file has never run: at least everything that it names is there. */
const ROOT = join(import.meta.dirname, '../../..');
const workflow = readFileSync(join(ROOT, '.github/workflows/build.yml'), 'utf8');
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

test('every script and file that it runs is there', () => {
  const npm = [...workflow.matchAll(/npm (?:run )?([\w:]+)/g)].map(([, name]) => name ?? '');
  expect(npm).toEqual(expect.arrayContaining(['ci', 'test', 'dist', 'test:desktop']));
  for (const name of npm.filter((one) => one !== 'ci')) expect(scripts[name], name).toBeDefined();
  const files = [...workflow.matchAll(/run: node (\S+)/g)].map(([, file]) => file ?? '');
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) expect(existsSync(join(ROOT, file)), file).toBe(true);
});

test('each system is tested, packed, and its packages are kept', () => {
  for (const system of ['ubuntu', 'windows', 'macos']) {
    expect(workflow.match(new RegExp(`${system}-`, 'g'))?.length, system).toBeGreaterThan(1);
  }
  const kept = [...workflow.matchAll(/dist\/packages\/\*(\.[\w.*]+)/g)].map(([, ending]) => ending ?? '');
  const targets = (['linux', 'win', 'mac'] as const).flatMap((system: System) => {
    const options = builderConfig({ system, arch: 'x64', output: 'out' })[system];
    return (options as { target: string[] }).target;
  });
  const endings: Record<string, string> = { AppImage: '.AppImage', nsis: '.exe', dmg: '.dmg' };
  for (const target of targets) expect(kept, target).toContain(endings[target]);
  expect(kept).toEqual(expect.arrayContaining(['.deb', '.tar.gz', '.cdx.json']));
});

test('text is checked out as it is stored, or the format check would fail on Windows', () => {
  expect(readFileSync(join(ROOT, '.gitattributes'), 'utf8')).toMatch(/^\* text=auto eol=lf$/m);
});
