import { expect, test } from 'vitest';
import { isLoopback } from '../../../../engine/domain/loopback.ts';

test.each(['127.0.0.1', '::1', '[::1]', 'localhost', '::ffff:127.0.0.1'])('%s is this machine', (address) => {
  expect(isLoopback(address)).toBe(true);
});

test.each(['127.0.0.2', '0.0.0.0', '192.168.1.20', 'localhost.example', '127.0.0.1 via 127.0.0.2', '', undefined])(
  '%s counts as exposed',
  (address) => {
    expect(isLoopback(address)).toBe(false);
  },
);
