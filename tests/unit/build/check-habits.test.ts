import { describe, expect, test } from 'vitest';
import { habitBreaches } from '../../../build/check-habits.ts';
import { readFacts } from '../../../build/source-facts.ts';

function found(file: string, text: string): readonly string[] {
  return habitBreaches(file, readFacts(file, text).uses).map((breach) => breach.message.split(' (')[0] ?? '');
}

describe('habitBreaches', () => {
  test.each([
    ['Date.now()', 'Date.now'],
    ['globalThis.Date.now()', 'Date.now'],
    ['const clock = Date.now', 'Date.now'],
    ["Date['now']()", 'Date.now'],
    ['new Date()', 'new Date()'],
    ['Math.random()', 'Math.random'],
    ['setTimeout(() => {}, 1)', 'setTimeout()'],
    ['setInterval(() => {}, 1)', 'setInterval()'],
    ['process.env.HOME', 'process.env'],
    ['console.log(1)', 'console.log'],
    ["JSON.parse('1')", 'JSON.parse'],
  ])('%s is refused in a pure room and allowed at the edge', (text, name) => {
    expect(found('engine/domain/x.ts', text)).toEqual([name]);
    expect(found('engine/desk/core/x.ts', text)).toEqual([name]);
    expect(found('engine/host/x.ts', text)).toEqual([]);
    expect(found('tests/unit/x.test.ts', text)).toEqual([]);
  });

  test.each([
    ["get('/api/trades')", '/api/trades'],
    ['get(`/api/orders/${id}/cancel`)', '/api/orders/'],
  ])('a path of a route is written in the tables, not in the cockpit: %s', (text, path) => {
    expect(found('renderer/panels/x.tsx', text)).toEqual([path]);
    expect(found('engine/wire/hub/x.ts', text)).toEqual([]);
  });

  test('a date from a given time, and words in comments and strings, are no breach', () => {
    expect(
      found('engine/domain/x.ts', `new Date(0); Date.UTC(2020, 1); // Date.now()\nconst s = 'Math.random()';`),
    ).toEqual([]);
  });
});
