import { expect, test } from 'vitest';
import { keyOf, mix, normal, uniform } from '../../../../engine/market/seeded.ts';

test('pure, and different for neighbors', () => {
  expect(mix(1, 2)).toBe(mix(1, 2));
  expect(new Set(Array.from({ length: 10_000 }, (_, i) => mix(7, i))).size).toBe(10_000);
  expect(keyOf('MNQ')).not.toBe(keyOf('MQN'));
});

test('moments of the uniform and the normal over 50,000 keys', () => {
  const n = 50_000;
  const us = Array.from({ length: n }, (_, i) => uniform(mix(3, i)));
  const zs = Array.from({ length: n }, (_, i) => normal(mix(4, i)));
  const mean = (xs: number[]): number => xs.reduce((a, b) => a + b, 0) / xs.length;
  expect(Math.abs(mean(us) - 0.5)).toBeLessThan(0.01);
  expect(Math.abs(mean(zs))).toBeLessThan(0.02);
  expect(Math.abs(mean(zs.map((z) => z * z)) - 1)).toBeLessThan(0.03);
  expect(Math.abs(mean(zs.map((z) => z ** 4)) - 3)).toBeLessThan(0.2);
  expect(Math.abs(mean(zs.slice(1).map((z, i) => z * (zs[i] ?? 0))))).toBeLessThan(0.02);
});
