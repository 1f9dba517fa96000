/** Draws every icon file of the packages from build/resources/icon.svg: `node build/dist-icons.ts`. They are committed. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { installedChromium } from './launch/chromium.mjs';

const RESOURCES = join(dirname(fileURLToPath(import.meta.url)), 'resources');
const SIZES = [16, 24, 32, 48, 64, 128, 256, 512] as const;
/** The types of Apple's container that hold a PNG of that size. */
const ICNS_TYPES: Readonly<Record<number, string>> = { 32: 'ic11', 64: 'ic12', 128: 'ic07', 256: 'ic08', 512: 'ic09' };
const ICO_SIZES = [16, 24, 32, 48, 64, 128, 256];

/** Windows' container: a directory, then the PNGs. */
export function icoFile(images: readonly { readonly size: number; readonly png: Buffer }[]): Buffer {
  const head = Buffer.alloc(6 + images.length * 16);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(images.length, 4);
  let offset = head.length;
  images.forEach(({ size, png }, index) => {
    const at = 6 + index * 16;
    head.writeUInt8(size === 256 ? 0 : size, at);
    head.writeUInt8(size === 256 ? 0 : size, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  });
  return Buffer.concat([head, ...images.map(({ png }) => png)]);
}

/** Apple's container: type, length and PNG, one after the other. */
export function icnsFile(images: readonly { readonly type: string; readonly png: Buffer }[]): Buffer {
  const parts = images.map(({ type, png }) => {
    const head = Buffer.alloc(8);
    head.write(type, 'latin1');
    head.writeUInt32BE(png.length + 8, 4);
    return Buffer.concat([head, png]);
  });
  const head = Buffer.alloc(8);
  head.write('icns', 'latin1');
  head.writeUInt32BE(8 + parts.reduce((sum, part) => sum + part.length, 0), 4);
  return Buffer.concat([head, ...parts]);
}

async function drawn(svg: string): Promise<ReadonlyMap<number, Buffer>> {
  const executablePath = installedChromium();
  const browser = await chromium.launch(executablePath === undefined ? {} : { executablePath });
  try {
    const page = await browser.newPage();
    const images = new Map<number, Buffer>();
    for (const size of SIZES) {
      await page.setViewportSize({ width: size, height: size });
      await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
      images.set(size, await page.screenshot({ omitBackground: true }));
    }
    return images;
  } finally {
    await browser.close();
  }
}

if (import.meta.main) {
  const images = await drawn(readFileSync(join(RESOURCES, 'icon.svg'), 'utf8'));
  const png = (size: number): Buffer => images.get(size) ?? Buffer.alloc(0);
  mkdirSync(join(RESOURCES, 'icons'), { recursive: true });
  for (const size of SIZES) writeFileSync(join(RESOURCES, 'icons', `${size}x${size}.png`), png(size));
  writeFileSync(join(RESOURCES, 'icon.png'), png(512));
  writeFileSync(join(RESOURCES, 'tray.png'), png(24));
  writeFileSync(join(RESOURCES, 'tray@2x.png'), png(48));
  writeFileSync(join(RESOURCES, 'icon.ico'), icoFile(ICO_SIZES.map((size) => ({ size, png: png(size) }))));
  const apple = Object.entries(ICNS_TYPES).map(([size, type]) => ({ type, png: png(Number(size)) }));
  writeFileSync(join(RESOURCES, 'icon.icns'), icnsFile(apple));
  console.log(`drew ${SIZES.length} sizes`);
}
