import AxeBuilder from '@axe-core/playwright';
import { openState, STATES } from './cockpit-states.ts';
import { expect, test } from './cockpit-test.ts';

/** For everyone, everywhere: no serious finding for those who do not see or use a mouse. What is cut off: the pictures. */
const SHOWN = STATES.filter((state) => ['trading', 'flattened', 'halted', 'start-asks'].includes(state.name));

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
