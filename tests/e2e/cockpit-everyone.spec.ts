import AxeBuilder from '@axe-core/playwright';
import { openState, STATES } from './cockpit-states.ts';
import { expect, test } from './cockpit-test.ts';

/** For everyone, everywhere: nothing cut off at any size, no serious finding for those who do not see or use a mouse. */
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
] as const;

const SHOWN = STATES.filter((state) => ['trading', 'flattened', 'halted', 'start-asks'].includes(state.name));

for (const size of SIZES) {
  test(`nothing is cut off at ${size.width}x${size.height}`, async ({ page, fake }) => {
    const [state] = SHOWN;
    if (state === undefined) throw new Error('expected a state to look at');
    await page.setViewportSize(size);
    await openState(page, state, fake);
    const cut = await page.evaluate(() => {
      const faults: string[] = [];
      const { clientWidth, scrollWidth } = document.documentElement;
      if (scrollWidth > clientWidth) faults.push(`page ${scrollWidth} > ${clientWidth}`);
      for (const element of document.querySelectorAll<HTMLElement>(
        '.strip, .tile, .tile-pnl, .tile-state, .action, .room-figure, .day-figure, .rail-line, .position-row, th, td.num',
      )) {
        if (element.scrollWidth > element.clientWidth + 1)
          faults.push(
            `${element.className}: "${element.innerText.slice(0, 40)}" ${element.scrollWidth} > ${element.clientWidth}`,
          );
        const box = element.getBoundingClientRect();
        if (box.width > 0 && (box.right > innerWidth + 1 || box.left < -1))
          faults.push(`${element.className} reaches out of the window`);
      }
      return faults;
    });
    expect(cut).toEqual([]);
  });
}

/** Each state in one of the two themes: axe takes its time. */
const LOOKED_AT = SHOWN.map((state, index) => ({ state, theme: index % 2 === 0 ? 'dark' : 'light' }) as const);

for (const { state, theme } of LOOKED_AT) {
  test(`axe has no serious finding: ${state.name}, ${theme}`, async ({ page, fake }) => {
    if (state.options?.role !== undefined) fake.role = state.options.role;
    await page.addInitScript((asked) => localStorage.setItem('pitwall.prefs', JSON.stringify({ theme: asked })), theme);
    await openState(page, state, fake);
    const { violations } = await new AxeBuilder({ page }).analyze();
    const serious = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(
        ({ id, nodes }) =>
          `${id}: ${nodes.map(({ html, any }) => `${html.slice(0, 120)} ${any[0]?.message ?? ''}`).join(' | ')}`,
      );
    expect(serious).toEqual([]);
  });
}
