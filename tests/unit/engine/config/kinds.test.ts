import { describe, expect, test } from 'vitest';
import {
  address,
  choice,
  dollars,
  moment,
  numberOr,
  orOff,
  port,
  toggle,
  wholeNumber,
  type Kind,
} from '../../../../engine/config/kinds.ts';

function text<T>(kind: Kind<T>, given: string): T | 'fault' {
  const reading = kind.fromText(given);
  return reading.ok ? reading.value : 'fault';
}

function json<T>(kind: Kind<T>, given: unknown): T | 'fault' {
  const reading = kind.fromJson(given);
  return reading.ok ? reading.value : 'fault';
}

describe('whole numbers and ports', () => {
  test.each(['0', '65535', ' 3000 '])('port %s', (given) => expect(text(port, given)).toBe(Number(given)));
  test.each(['', '-1', '65536', '3.5', '0x10', 'NaN', 'Infinity', 'abc', '30 00'])('no port: %j', (given) => {
    expect(text(port, given)).toBe('fault');
  });
  test('JSON takes numbers, not their text', () => {
    expect(json(wholeNumber(0, 9), 7)).toBe(7);
    expect(json(wholeNumber(0, 9), '7')).toBe('fault');
    expect(json(wholeNumber(0, 9), null)).toBe('fault');
  });
});

test('a number or a word', () => {
  const speed = numberOr(0.01, 100, { max: 'max' as const });
  expect(text(speed, 'max')).toBe('max');
  expect(text(speed, '0.5')).toBe(0.5);
  expect(text(speed, '0')).toBe('fault');
  expect(text(speed, 'toString')).toBe('fault');
  expect(json(speed, 'max')).toBe('max');
  expect(json(speed, 60)).toBe(60);
});

test('dollars become cents, exactly', () => {
  const money = dollars(0, 100_000_00);
  expect(text(money, '0.37')).toBe(37);
  expect(json(money, 1000.29)).toBe(100_029);
  expect(json(money, 0.375)).toBe('fault');
  expect(json(money, -1)).toBe('fault');
  expect(json(orOff(money), null)).toBeNull();
  expect(text(orOff(money), 'off')).toBeNull();
});

test('choices and switches', () => {
  expect(text(choice('sim', 'replay'), 'sim')).toBe('sim');
  expect(text(choice('sim', 'replay'), 'Sim')).toBe('fault');
  expect(text(toggle, 'false')).toBe(false);
  expect(json(toggle, 1)).toBe('fault');
});

test('addresses', () => {
  expect(text(address, 'localhost')).toBe('127.0.0.1');
  expect(text(address, '[::1]')).toBe('::1');
  expect(text(address, '0.0.0.0')).toBe('0.0.0.0');
  expect(text(address, 'example.org')).toBe('fault');
  expect(text(address, '300.1.1.1')).toBe('fault');
});

describe('moments', () => {
  test.each([
    ['2023-11-20', '2023-11-20T00:00:00.000Z'],
    ['2023-11-20T14:30', '2023-11-20T14:30:00.000Z'],
    ['2023-11-20 14:30:15.5Z', '2023-11-20T14:30:15.500Z'],
    ['2023-11-20T08:30:00-06:00', '2023-11-20T14:30:00.000Z'],
    ['2023-11-20T16:30+0200', '2023-11-20T14:30:00.000Z'],
  ])('%s', (given, iso) => {
    const value = text(moment, given);
    expect(value === 'fault' ? value : new Date(value).toISOString()).toBe(iso);
  });
  test.each(['2023-02-30', '2023-11-20T25:00', 'yesterday', '', '20231120'])('no moment: %j', (given) => {
    expect(text(moment, given)).toBe('fault');
  });
});
