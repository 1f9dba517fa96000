import type { Locator, Page } from '@playwright/test';
import type { FakeCockpit } from '../support/fake-cockpit-server.ts';
import { expect, test } from './cockpit-test.ts';
import { silentNamed } from './silence.ts';

/** A source that falls silent while every link stands: the page says so, and greys what is no longer of now. */
test.use({ options: { isLive: false } });

async function open(page: Page, fake: FakeCockpit, theme: 'dark' | 'light' = 'dark'): Promise<void> {
  const prefs = JSON.stringify({ firstRunSeen: true, theme });
  await page.addInitScript((text) => localStorage.setItem('pitwall.prefs', text), prefs);
  await page.goto(fake.url);
  await expect(page.locator('[data-bars=yes]')).toBeVisible();
}

const banner = (page: Page): Locator => page.getByTestId('silence-banner');
const pnlOf = (page: Page, id: string): Locator => page.getByTestId(`tile-${id}`).locator('.tile-pnl');

const CASES = [
  { frozen: 'venue', says: 'The venue has been silent', strip: 'venue', greys: ['MNQ', 'MES', 'MGC'], leaves: [] },
  { frozen: 'desk', says: 'The desk has been silent', strip: 'desk', greys: ['MNQ', 'MES', 'MGC'], leaves: [] },
  { frozen: 'hub', says: 'The hub has been silent', strip: 'hub', greys: ['MNQ', 'MES', 'MGC'], leaves: [] },
  { frozen: 'file', says: 'The journal has been silent', strip: 'file', greys: ['MNQ', 'MES', 'MGC'], leaves: [] },
  { frozen: 'engine MES', says: 'The engine of MES has been silent', strip: 'engine MES', greys: ['MES'], leaves: [] },
  {
    frozen: 'feed MGC',
    says: 'The feed of MGC has been silent',
    strip: 'feed MGC',
    greys: ['MGC'],
    leaves: ['MNQ', 'MES'],
  },
] as const;

for (const { frozen, says, strip, greys, leaves } of CASES) {
  test(`${frozen} falls silent: named within 2 s, its figures grey, and it passes`, async ({ page, fake }) => {
    await open(page, fake);
    await expect(banner(page)).toBeHidden();
    await expect(pnlOf(page, 'MNQ')).not.toHaveClass(/is-stale/);
    fake.freeze(frozen);
    const frozenMs = performance.now();
    await silentNamed(page, strip);
    console.log(`${frozen}: named on the page after ${Math.round(performance.now() - frozenMs)} ms`);
    await expect(banner(page)).toContainText(says);
    for (const id of greys) await expect(pnlOf(page, id)).toHaveClass(/is-stale/);
    for (const id of leaves) await expect(pnlOf(page, id)).not.toHaveClass(/is-stale/);
    if (frozen !== 'feed MGC') await expect(page.getByTestId('tile-MNQ')).not.toContainText('RUN');
    fake.thaw(frozen);
    await expect(banner(page)).toBeHidden();
    await expect(pnlOf(page, 'MNQ')).not.toHaveClass(/is-stale/);
    await expect(page.getByTestId('tile-MNQ')).toContainText('RUN');
  });
}

test('the room is grey while a price that it rests on is old, and only then', async ({ page, fake }) => {
  await open(page, fake);
  fake.freeze('feed M6E');
  await expect(banner(page)).toContainText('M6E');
  await expect(page.getByTestId('room')).not.toHaveClass(/is-stale/);
  fake.freeze('feed MNQ');
  await expect(banner(page)).toContainText('The feeds of MNQ, M6E have been silent');
  await expect(page.getByTestId('room')).toHaveClass(/is-stale/);
  await expect(page.getByTestId('day-net')).toHaveClass(/is-stale/);
});

test('a closed market is no silence', async ({ page, fake }) => {
  for (const root of ['MNQ', 'MES', 'MGC', 'M6E']) {
    fake.sources.closed.add(`feed ${root}`);
    fake.freeze(`feed ${root}`);
  }
  await open(page, fake);
  // Longer than any budget: told by the fake's own clock.
  const fromMs = fake.sources.looks;
  await expect.poll(() => fake.sources.looks - fromMs).toBeGreaterThan(25);
  await expect(banner(page)).toBeHidden();
  await expect(pnlOf(page, 'MNQ')).not.toHaveClass(/is-stale/);
});

/** WCAG's contrast of an element's text with its background. */
function contrast(element: Locator): Promise<number> {
  return element.evaluate((node) => {
    const style = getComputedStyle(node);
    const light = (color: string): number => {
      const [r = 0, g = 0, b = 0] = (color.match(/\d+(?:\.\d+)?/g) ?? []).map((part) => {
        const share = Number(part) / 255;
        return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const [text, back] = [light(style.color), light(style.backgroundColor)];
    return (Math.max(text, back) + 0.05) / (Math.min(text, back) + 0.05);
  });
}

for (const theme of ['dark', 'light'] as const) {
  test(`the banner is legible in the ${theme} theme, mild and grave`, async ({ page, fake }) => {
    await open(page, fake, theme);
    fake.freeze('feed M6E');
    await expect(banner(page)).toContainText('M6E');
    await expect(banner(page)).not.toHaveClass(/is-bad/);
    expect(await contrast(banner(page))).toBeGreaterThan(4.5);
    fake.freeze('venue');
    await expect(banner(page)).toHaveClass(/is-bad/);
    expect(await contrast(banner(page))).toBeGreaterThan(4.5);
  });
}
