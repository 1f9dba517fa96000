import { expect, type Page } from '@playwright/test';

/** A page of the security panel, by keys alone. */
export async function showSecurity(page: Page, title: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find an action' }).fill(`Security: ${title}`);
  await expect(page.getByRole('option', { name: `Security: ${title}`, selected: true })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: title, exact: true })).toHaveAttribute('aria-current', 'page');
}
