import { expect, test } from 'vitest';
import { startPage } from '../../../../electron/windows/start-page.ts';

test('text is text: nothing in it becomes markup, and no script may run', () => {
  const html = decodeURIComponent(startPage('<b>', '<script>alert("1")</script>').replace(/^data:[^,]*,/, ''));
  expect(html).not.toContain('<script>');
  expect(html).toContain('&#60;script&#62;');
  expect(html).toContain("default-src 'none'");
});
