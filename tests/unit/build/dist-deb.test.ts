import { expect, test } from 'vitest';
import { controlFile, DESKTOP_ENTRY } from '../../../build/dist-deb.ts';

test('the control file has what dpkg demands, and a folded description', () => {
  const text = controlFile('1.2.3', 'amd64', 4711);
  for (const line of ['Package: pitwall', 'Version: 1.2.3', 'Architecture: amd64', 'Installed-Size: 4711']) {
    expect(text.split('\n')).toContain(line);
  }
  const description = text.slice(text.indexOf('Description:')).trimEnd().split('\n').slice(1);
  expect(description.every((line) => line.startsWith(' '))).toBe(true);
});

test('the desktop entry has the keys that a menu needs', () => {
  for (const key of ['Type=Application', 'Name=Pitwall', 'Exec=/opt/Pitwall/pitwall\n', 'Icon=pitwall']) {
    expect(DESKTOP_ENTRY).toContain(key);
  }
});
