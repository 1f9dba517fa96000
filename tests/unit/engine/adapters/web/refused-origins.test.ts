import { expect, it } from 'vitest';
import { RefusedOrigins } from '../../../../../engine/adapters/web/refused-origins.ts';

it('tells of each refused origin once, with the setting, and of a crowd that it is one', () => {
  const lines: string[] = [];
  const refused = new RefusedOrigins({ warn: (message) => void lines.push(message) });
  for (let n = 0; n < 3; n += 1) refused.note('http://localhost:8080');
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/"http:\/\/localhost:8080".*start Pitwall with CORS_ORIGIN=http:\/\/localhost:8080$/);
  refused.note('null');
  expect(lines[1]).toMatch(/"null".*serve the page over http/);
  refused.note(`https://x.example/\u001b[2J${'y'.repeat(5_000)}`);
  expect(lines[2]).not.toContain('\u001b');
  expect(lines[2]?.length).toBeLessThan(700);
  for (let n = 0; n < 500; n += 1) refused.note(`http://h${n}.example`);
  expect(lines).toHaveLength(101);
  expect(lines[100]).toMatch(/more than 100 other origins/);
});
