import { expect, test } from 'vitest';
import { OwnOrigins } from '../../../../electron/parts/origins.ts';

const own = new OwnOrigins();
own.add('http://127.0.0.1:3000/once/abc');

test("addresses of this installation's ports are ours", () => {
  expect(own.includes('http://127.0.0.1:3000/')).toBe(true);
  expect(own.includes('http://127.0.0.1:3000/chart?x=1')).toBe(true);
});

test.each([
  'http://127.0.0.1:3001/',
  'https://127.0.0.1:3000/',
  'http://127.0.0.1:3000.evil.example/',
  'http://127.0.0.1:3000@evil.example/',
  'http://localhost:3000/',
  'file:///etc/passwd',
  'data:text/html,x',
  'javascript:alert(1)',
  'about:blank',
  'null',
  '',
])('%s is not', (address) => {
  expect(own.includes(address)).toBe(false);
});

test('only web addresses can become ours', () => {
  const origins = new OwnOrigins();
  origins.add('file:///home/a/index.html');
  expect(origins.includes('file:///home/a/other.html')).toBe(false);
});
