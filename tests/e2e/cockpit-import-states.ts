import type { Page } from '@playwright/test';
import { goldTable } from '../support/recording-client.ts';
import { find } from './cockpit-panel-states.ts';
import type { CockpitStateCase } from './cockpit-states.ts';
import { dragFile } from './drop-file.ts';

const GOLD = { name: 'MGC 2024-02.csv', text: withFaults(goldTable(1_500)) };

/** Two rows are not right, and an hour is missing. */
function withFaults(table: string): string {
  const lines = table.split('\n');
  lines.splice(700, 60);
  lines[120] = lines[120]?.replace(/,(\d+\.\d),/, ',$13,') ?? '';
  lines[300] = `${lines[300]?.slice(0, 20) ?? ''},,,,`;
  return lines.join('\n');
}

const dropped = (page: Page, file = GOLD): Promise<boolean[]> =>
  dragFile(page, file, ['dragenter', 'dragover', 'drop']);

async function answered(page: Page): Promise<void> {
  await dropped(page);
  await page.getByLabel('Zone of the times').selectOption('America/Chicago');
  await page.locator('[data-testid=import-chart]').waitFor();
}

/** The import of a recording: nothing chosen, a file over the window, asked, answered, refused, done. */
export const IMPORT_STATES: readonly CockpitStateCase[] = [
  {
    name: 'import-choose',
    act: (page) => find(page, 'Import a recording…'),
    sees: 'text=NQ November 2023',
  },
  {
    name: 'import-over',
    act: async (page) => void (await dragFile(page, GOLD, ['dragenter', 'dragover'])),
    sees: '[data-testid=drop-overlay]',
  },
  {
    name: 'import-asks',
    act: async (page) => void (await dropped(page)),
    sees: 'text=Its times do not say which clock',
  },
  { name: 'import-checked', act: answered, sees: '[data-testid=import-chart]' },
  {
    name: 'import-unreadable',
    act: async (page) => void (await dropped(page, { name: 'MNQ.pdf', text: '%PDF-1.7 statement' })),
    sees: 'text=It is a PDF',
  },
  {
    name: 'import-done',
    act: async (page) => {
      await answered(page);
      await page.getByRole('button', { name: 'Import', exact: true }).click();
    },
    sees: '[data-testid=import-done]',
  },
];
