import { expect, test } from 'vitest';
import { asChildToHost, asHostToChild } from '../../../../../engine/adapters/process/messages.ts';

test('only complete bootstraps are taken for one', () => {
  const bootstrap = { secret: 's', settings: { dataDir: '/d' } };
  expect(asHostToChild({ t: 'bootstrap', bootstrap })).toEqual({ t: 'bootstrap', bootstrap });
  expect(asHostToChild({ t: 'bootstrap' })).toBeUndefined();
  expect(asHostToChild({ t: 'bootstrap', bootstrap: { secret: 's' } })).toBeUndefined();
  expect(asHostToChild({ t: 'stop', extra: 1 })).toEqual({ t: 'stop' });
  expect(asHostToChild('stop')).toBeUndefined();
  expect(asHostToChild(null)).toBeUndefined();
});

test('what a child says', () => {
  expect(asChildToHost({ t: 'fatal', message: 'm' })).toEqual({ t: 'fatal', message: 'm' });
  expect(asChildToHost({ t: 'progress', day: 3, days: 20 })).toEqual({ t: 'progress', day: 3, days: 20 });
  expect(asChildToHost({ t: 'other' })).toBeUndefined();
  expect(asChildToHost(undefined)).toBeUndefined();
});
