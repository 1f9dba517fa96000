import { expect as checked, type Page } from '@playwright/test';

/** As long as a busy machine may take: here it matters that it comes, not how soon. */
const expect = checked.configure({ timeout: 60_000 });

/** A page of the security panel, by keys alone. */
export async function showSecurity(page: Page, title: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find an action' }).fill(`Security: ${title}`);
  await expect(page.getByRole('option', { name: `Security: ${title}`, selected: true })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: title, exact: true })).toHaveAttribute('aria-current', 'page');
}
