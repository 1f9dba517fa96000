import { expect, test } from 'vitest';
import { networkOf } from '../../../../../engine/adapters/bounds/network-of.ts';

test.each([
  ['127.0.0.1', '127.0.0.1'],
  ['::1', '::1'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:1:2::99', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['192.0.2.7 via 192.0.2.1', '192.0.2.7 via 192.0.2.1'],
  ['2001:db8:1:2::99 via 2001:db8::1', '2001:db8:1:2::/64 via 2001:db8::1'],
  ['gone', 'gone'],
])('%s counts as %s', (peer, network) => {
  expect(networkOf(peer)).toBe(network);
});
