import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Browser, Page } from '@playwright/test';

/**
 * The record of how every state looks: each picture reduced to one eighth, so that a hundred of them weigh a few megabytes and
 * yet a digit that changes shows. Text is drawn differently by another browser or with other fonts: then nothing is
 * compared with the project's record, but with one of this machine's own, made by its first run.
 */
const ROOT = join(import.meta.dirname, '../..');
const PROJECT_RECORD = join(import.meta.dirname, 'pictures');
const OWN = join(ROOT, '.cache/pictures');
const REDUCE = 8;
/** A block counts as changed from this difference of a channel's mean on, 0 to 255. */
const BLOCK_DIFFERS = 12;
const BLOCKS_TOLERATED = 2;

export interface Maker {
  readonly chromium: string;
  /** Of pixels drawn with the machine's fonts. */
  readonly drawing: string;
}

/** Which browser draws here, and how. */
export async function makerOf(browser: Browser): Promise<Maker> {
  const page = await browser.newPage();
  const drawing = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = 600;
    canvas.height = 120;
    const context = canvas.getContext('2d');
    ['sans-serif', 'serif', 'monospace'].forEach((family, index) => {
      if (context !== null) context.font = `13px ${family}`;
      context?.fillText('Pitwall 0123456789 +$1,412.30 \u2212 \u2191\u2193 \u00d7 Fljord', 4, 24 + index * 32);
    });
    const { data } = context?.getImageData(0, 0, 600, 120) ?? { data: [] };
    let hash = 2_166_136_261;
    for (const value of data) hash = Math.imul(hash ^ value, 16_777_619) >>> 0;
    return hash.toString(16);
  });
  await page.close();
  return { chromium: browser.version(), drawing };
}

interface Reduced {
  readonly png: Buffer;
  /** Blocks that differ from the picture before, and the box around them in the page's pixels. */
  readonly differing: number;
  readonly around: string;
}

/** Means of blocks as a picture, and how they differ from another such picture. The browser reads and writes PNG anyway. */
async function reduced(page: Page, picture: Buffer, before: Buffer | undefined): Promise<Reduced> {
  const url = (png: Buffer): string => `data:image/png;base64,${png.toString('base64')}`;
  const told = await page.evaluate(
    async ({ now, was, step, limit }) => {
      const pixels = async (source: string): Promise<ImageData> => {
        const image = new Image();
        image.src = source;
        await image.decode();
        const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
        if (context === null) throw new Error('expected a canvas');
        context.drawImage(image, 0, 0);
        return context.getImageData(0, 0, image.width, image.height);
      };
      const whole = await pixels(now);
      const width = Math.ceil(whole.width / step);
      const height = Math.ceil(whole.height / step);
      const small = new ImageData(width, height);
      for (let y = 0; y < height; y += 1) {
        for (let x = 0; x < width; x += 1) {
          const sum = [0, 0, 0];
          let count = 0;
          for (let dy = y * step; dy < Math.min(whole.height, (y + 1) * step); dy += 1) {
            for (let dx = x * step; dx < Math.min(whole.width, (x + 1) * step); dx += 1) {
              const at = (dy * whole.width + dx) * 4;
              for (let channel = 0; channel < 3; channel += 1)
                sum[channel] = (sum[channel] ?? 0) + (whole.data[at + channel] ?? 0);
              count += 1;
            }
          }
          const to = (y * width + x) * 4;
          for (let channel = 0; channel < 3; channel += 1)
            small.data[to + channel] = Math.round((sum[channel] ?? 0) / count);
          small.data[to + 3] = 255;
        }
      }
      const canvas = new OffscreenCanvas(width, height);
      canvas.getContext('2d')?.putImageData(small, 0, 0);
      const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
      const png = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
      if (was === undefined) return { png, differing: 0, around: '' };
      const old = await pixels(was);
      if (old.width !== width || old.height !== height)
        return { png, differing: width * height, around: 'another size' };
      let differing = 0;
      let [left, top, right, bottom] = [width, height, 0, 0];
      for (let at = 0; at < small.data.length; at += 4) {
        const isSame = [0, 1, 2].every(
          (channel) => Math.abs((small.data[at + channel] ?? 0) - (old.data[at + channel] ?? 0)) < limit,
        );
        if (isSame) continue;
        differing += 1;
        const [x, y] = [(at / 4) % width, Math.floor(at / 4 / width)];
        [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
      }
      return { png, differing, around: `${left * step},${top * step} to ${(right + 1) * step},${(bottom + 1) * step}` };
    },
    { now: url(picture), was: before === undefined ? undefined : url(before), step: REDUCE, limit: BLOCK_DIFFERS },
  );
  return { ...told, png: Buffer.from(told.png, 'base64') };
}

function write(file: string, content: Buffer | string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** Compares pictures with a record, or makes one. */
export class PictureRecord {
  /** Said once, loudly, where the project's record does not hold. */
  readonly note: string;
  /** Pictures of which there was no record; this machine's own has them now. */
  readonly fresh: string[] = [];
  private readonly folder: string;
  private readonly own: string;
  private readonly isRecording: boolean;
  private readonly page: Page;

  private constructor(page: Page, maker: Maker, isRecording: boolean) {
    this.page = page;
    this.isRecording = isRecording;
    const madeWith = join(PROJECT_RECORD, 'made-with.json');
    const text = `${JSON.stringify(maker, undefined, 2)}\n`;
    if (isRecording) write(madeWith, text);
    const known = existsSync(madeWith) ? (JSON.parse(readFileSync(madeWith, 'utf8')) as Maker) : undefined;
    const isComparable = known?.chromium === maker.chromium && known.drawing === maker.drawing;
    this.own = join(OWN, `record-${maker.chromium}-${maker.drawing}`);
    this.folder = isComparable ? PROJECT_RECORD : this.own;
    this.note = isComparable
      ? ''
      : `NOT COMPARABLE with the project's pictures: they were made with Chromium ${known?.chromium ?? 'none'} and text drawn as ` +
        `${known?.drawing ?? 'none'}, here it is ${maker.chromium} and ${maker.drawing}. Compared with this machine's own earlier ` +
        'pictures instead; those it has none of are recorded anew.';
  }

  static async open(browser: Browser, isRecording: boolean): Promise<PictureRecord> {
    const maker = await makerOf(browser);
    return new PictureRecord(await browser.newPage(), maker, isRecording);
  }

  /**
   * Undefined: as before, or recorded anew. Else what changed, in words. The whole picture goes to .cache/pictures/last;
   * one that changed stands there beside the last good one, as .now.png.
   */
  async changed(name: string, picture: Buffer): Promise<string | undefined> {
    const kept = join(this.folder, `${name}.png`);
    const file = this.isRecording || existsSync(kept) ? kept : join(this.own, `${name}.png`);
    const before = existsSync(file) ? readFileSync(file) : undefined;
    const { png, differing, around } = await reduced(this.page, picture, before);
    const isChanged = before !== undefined && differing > BLOCKS_TOLERATED && !this.isRecording;
    const whole = join(OWN, 'last', `${name}.png`);
    write(isChanged ? whole.replace(/\.png$/, '.now.png') : whole, picture);
    if (!isChanged) rmSync(whole.replace(/\.png$/, '.now.png'), { force: true });
    if (before === undefined || (this.isRecording && differing > 0)) write(file, png);
    if (before === undefined && !this.isRecording) this.fresh.push(name);
    return isChanged ? `${name}: ${differing} blocks differ, around ${around}` : undefined;
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}
