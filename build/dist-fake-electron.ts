/**
 * A stand-in for Electron's folder where its executable cannot be had: enough for the builder to pack around, and for
 * the fuses to be set and read back. What is packed with it does not run; every output says so.
 */
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
/** Version 1 of the fuse wire, nine fuses, as Electron ships them. */
const WIRE = [1, 9, ...Buffer.from('101100011', 'latin1')];

export const FAKE_NOTE = 'NOT-ELECTRON.txt';
const NOTE =
  "This package was made without Electron's executable, to check the packing alone. The file `pitwall` in it is a\n" +
  'stand-in that says so and ends. Make a package that runs with `npm run dist` where Electron can be fetched.\n';

export function makeFakeElectron(folder: string, version: string): void {
  rmSync(folder, { recursive: true, force: true });
  for (const sub of ['locales', 'resources']) mkdirSync(join(folder, sub), { recursive: true });
  const script = Buffer.from(`#!/bin/sh\necho "This package holds no Electron: see ${FAKE_NOTE}." >&2\nexit 69\n# `);
  writeFileSync(join(folder, 'electron'), Buffer.concat([script, Buffer.from(SENTINEL), Buffer.from(WIRE)]));
  chmodSync(join(folder, 'electron'), 0o755);
  writeFileSync(join(folder, 'version'), version);
  writeFileSync(join(folder, 'LICENSE'), 'stand-in\n');
  writeFileSync(join(folder, 'LICENSES.chromium.html'), 'stand-in\n');
  writeFileSync(join(folder, 'chrome-sandbox'), 'stand-in\n');
  writeFileSync(join(folder, 'locales', 'en-US.pak'), 'stand-in\n');
  writeFileSync(join(folder, FAKE_NOTE), NOTE);
}
