import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { FakeCockpit } from '../support/fake-cockpit-server.ts';
import { openState, STATES } from './cockpit-states.ts';
import { expect, test } from './cockpit-test.ts';

/**
 * A picture of every state at every size in both themes, into the folder that PITWALL_PICTURES names; kept out of git.
 * With pictures of an earlier run in it, what changed is told and both are kept beside each other, to be looked at.
 */
const FOLDER = process.env['PITWALL_PICTURES'];
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
] as const;
/** Share of pixels that may differ: text is not smoothed alike in every run. */
const TOLERANCE = 0.0005;

/** Share of differing pixels, counted by the browser, which reads PNG anyway; 1 where the sizes differ. */
async function difference(page: Page, before: Buffer, after: Buffer): Promise<number> {
  return page.evaluate(
    async (urls) => {
      const pixels = await Promise.all(
        urls.map(async (url) => {
          const image = new Image();
          image.src = url;
          await image.decode();
          const canvas = new OffscreenCanvas(image.width, image.height);
          const context = canvas.getContext('2d');
          context?.drawImage(image, 0, 0);
          return {
            size: `${image.width}x${image.height}`,
            data: context?.getImageData(0, 0, image.width, image.height).data,
          };
        }),
      );
      const [a, b] = pixels;
      if (a?.data === undefined || b?.data === undefined || a.size !== b.size) return 1;
      let differing = 0;
      for (let at = 0; at < a.data.length; at += 4) {
        const distance = [0, 1, 2].reduce(
          (sum, channel) => sum + Math.abs((a.data?.[at + channel] ?? 0) - (b.data?.[at + channel] ?? 0)),
          0,
        );
        if (distance > 48) differing += 1;
      }
      return differing / (a.data.length / 4);
    },
    [before, after].map((picture) => `data:image/png;base64,${picture.toString('base64')}`),
  );
}

if (FOLDER !== undefined) {
  for (const { width, height } of SIZES) {
    for (const theme of ['dark', 'light'] as const) {
      test(`every state at ${width}x${height}, ${theme}`, async ({ browser }) => {
        test.setTimeout(300_000);
        const folder = join(FOLDER, `${width}x${height}-${theme}`);
        mkdirSync(folder, { recursive: true });
        const blank = await browser.newPage();
        const changed: string[] = [];
        for (const state of STATES) {
          const fake = new FakeCockpit(state.options);
          await fake.listen();
          const context = await browser.newContext({ viewport: { width, height } });
          await context.addInitScript(
            (asked) => localStorage.setItem('pitwall.prefs', JSON.stringify({ theme: asked, firstRunSeen: true })),
            theme,
          );
          const page = await context.newPage();
          await openState(page, state, fake);
          await page.waitForTimeout(1_300);
          const picture = await page.screenshot({
            animations: 'disabled',
            mask: [page.locator('[data-volatile]')],
            maskColor: '#808080',
          });
          const file = join(folder, `${state.name}.png`);
          if (existsSync(file)) {
            const share = await difference(blank, readFileSync(file), picture);
            if (share > TOLERANCE) {
              writeFileSync(join(folder, `${state.name}.before.png`), readFileSync(file));
              changed.push(`${state.name} (${(share * 100).toFixed(2)} %)`);
            }
          }
          writeFileSync(file, picture);
          await context.close();
          await fake.close();
        }
        await blank.close();
        expect(changed, 'pictures that changed since the last run; look at them beside their .before.png').toEqual([]);
      });
    }
  }
}
