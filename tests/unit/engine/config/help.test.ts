import { expect, test } from 'vitest';
import { helpText, optionEntries } from '../../../../engine/config/help.ts';

test('the help names every flag once, and no hidden one', () => {
  const help = helpText();
  for (const [, option] of optionEntries()) {
    if (option.flag === undefined) continue;
    const lines = help
      .split('\n')
      .filter((line) => line.startsWith(`  ${option.flag} `) || line === `  ${option.flag}`);
    expect(lines, option.flag).toHaveLength(option.hidden === undefined ? 1 : 0);
  }
});

test('every option has a doc that ends like a sentence, and a place to be given', () => {
  for (const [name, option] of optionEntries()) {
    expect(option.doc, name).toMatch(/\.$/);
    expect(option.flag ?? option.env ?? (option as { key?: string }).key, name).toBeDefined();
  }
});

test('lines fit a terminal', () => {
  expect(
    Math.max(
      ...helpText()
        .split('\n')
        .map((line) => line.length),
    ),
  ).toBeLessThanOrEqual(150);
});
