import { describe, expect, test } from 'vitest';
import {
  corsOrigins,
  hostNames,
  logLevel,
  redisUrl,
  replayFile,
  signingKey,
  strategyList,
  webOrigin,
} from '../../../../engine/config/special-kinds.ts';

test('strategies come in the order of their numbers, whatever their case', () => {
  expect(strategyList.fromText('mgc-po3, MNQ')).toEqual({ ok: true, value: ['MNQ', 'MGC-PO3'] });
  expect(strategyList.fromJson(['MES'])).toEqual({ ok: true, value: ['MES'] });
  expect(strategyList.fromText('MNQ,MNX')).toMatchObject({ ok: false, hint: 'did you mean MNQ?' });
  expect(strategyList.fromText('MNQ,MNQ').ok).toBe(false);
  expect(strategyList.fromText(',').ok).toBe(false);
  expect(strategyList.fromJson([1]).ok).toBe(false);
});

test('recordings with a zone', () => {
  expect(replayFile.fromText('a.csv')).toEqual({ ok: true, value: { path: 'a.csv' } });
  expect(replayFile.fromJson({ path: 'a.csv', zone: 'America/New_York' })).toEqual({
    ok: true,
    value: { path: 'a.csv', zone: 'America/New_York' },
  });
  expect(replayFile.fromJson({ path: 'a.csv', zone: 'America/New_Yorc' })).toMatchObject({
    hint: 'did you mean America/New_York?',
  });
  expect(replayFile.fromJson({ path: 'a.csv', zoen: 'x' })).toMatchObject({ ok: false });
  expect(replayFile.fromJson({ zone: 'America/New_York' }).ok).toBe(false);
});

describe('origins', () => {
  test('are kept as origins, each once', () => {
    expect(corsOrigins.fromText('https://a.example/path, http://b.example:8080,https://a.example')).toEqual({
      ok: true,
      value: ['https://a.example', 'http://b.example:8080'],
    });
    expect(webOrigin.fromText('https://a.example/app')).toEqual({ ok: true, value: 'https://a.example' });
  });
  test.each(['*', 'https://*.example', 'null', 'a.example', 'ftp://a.example', 'javascript:alert(1)'])(
    'refused: %s',
    (given) => {
      expect(corsOrigins.fromText(given).ok).toBe(false);
    },
  );
});

describe('names of this machine', () => {
  test('are kept in lower case, each once, as text or as a list', () => {
    const value = ['desk.example.test', 'pc', 'behind.example.test:443'];
    expect(hostNames.fromText('Desk.example.test, pc, behind.example.test:443,pc')).toEqual({ ok: true, value });
    expect(hostNames.fromJson(value)).toEqual({ ok: true, value });
  });
  test.each(['*', '*.example.test', 'https://a.example', 'a.example/path', 'a b', 'a.example:70000', '-a.example'])(
    'refused: %s',
    (given) => expect(hostNames.fromText(given).ok).toBe(false),
  );
});

describe('signing keys', () => {
  test.each([
    'your-secret-key',
    'forex-jwt-secret-super-secure-2025',
    'your-super-secure-production-secret',
    'change-me-change-me-change-me-change-me',
    'short',
    'a'.repeat(64),
  ])('refused: %s', (given) => {
    expect(signingKey.fromText(given).ok).toBe(false);
  });
  test('a random one is taken', () => {
    const key = 'q7Zt1xW8mB4kR0vN9sL2yC6hJ3dF5gPa';
    expect(signingKey.fromText(key)).toEqual({ ok: true, value: key });
  });
});

test('Redis addresses', () => {
  expect(redisUrl.fromText('redis://localhost:6379').ok).toBe(true);
  expect(redisUrl.fromText('rediss://u:p@host').ok).toBe(true);
  expect(redisUrl.fromText('http://localhost').ok).toBe(false);
  expect(redisUrl.fromText('localhost:6379').ok).toBe(false);
});

test('log levels, with the names of other libraries', () => {
  expect(logLevel.fromText('WARNING')).toEqual({ ok: true, value: 'warn' });
  expect(logLevel.fromText('silly')).toEqual({ ok: true, value: 'trace' });
  expect(logLevel.fromText('loud').ok).toBe(false);
});

test('the columns of a recording can be told', () => {
  const told = {
    path: 'a.csv',
    zone: 'America/Chicago',
    columns: { time: 'Stamp', close: 4 },
    dateOrder: 'dmy',
    priceScale: 0.01,
  };
  expect(replayFile.fromJson(told)).toEqual({
    ok: true,
    value: {
      path: 'a.csv',
      zone: 'America/Chicago',
      mapping: { time: 'Stamp', close: 4, dateOrder: 'dmy', priceScale: 0.01 },
    },
  });
  for (const [wrong, hint] of [
    [{ columns: { tim: 'x' } }, 'did you mean "time"'],
    [{ colums: {} }, 'did you mean "columns"'],
    [{ columns: { time: -1 } }, undefined],
    [{ dateOrder: 'ydm' }, undefined],
    [{ priceScale: 0 }, undefined],
  ] as const) {
    const reading = replayFile.fromJson({ path: 'a.csv', ...wrong });
    expect(reading.ok).toBe(false);
    if (hint !== undefined) expect(JSON.stringify(reading)).toContain(hint.replaceAll('"', '\\"'));
  }
});
