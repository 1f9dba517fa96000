import { expect, test } from 'vitest';
import { listenAddresses } from '../../../../engine/domain/listen-addresses.ts';

const LO = { address: '127.0.0.1', family: 'IPv4', internal: true };
const LO_6 = { address: '::1', family: 'IPv6', internal: true };
const LAN = { address: '192.0.2.5', family: 'IPv4', internal: false };
const LAN_6 = { address: '2001:db8::5', family: 'IPv6', internal: false };
const LINK = { address: 'fe80::1', family: 'IPv6', internal: false };
const OWN = [LO, LO_6, LAN, LAN_6, LINK];

const said = (listen: string, own = OWN): readonly string[] =>
  listenAddresses(listen, own).map(({ address, isExposed }) => `${address}${isExposed ? ' exposed' : ''}`);

test("this machine's own addresses are always there, in both kinds where it has both", () => {
  expect(said('127.0.0.1')).toEqual(['127.0.0.1', '::1']);
  expect(said('::1')).toEqual(['::1', '127.0.0.1']);
  expect(said('127.0.0.1', [LO, LAN])).toEqual(['127.0.0.1']);
});

test('every other one is exposed, each by itself', () => {
  expect(said('192.0.2.5')).toEqual(['127.0.0.1', '::1', '192.0.2.5 exposed']);
  expect(said('127.0.0.2')).toEqual(['127.0.0.1', '::1', '127.0.0.2 exposed']);
  expect(said('0.0.0.0')).toEqual(['127.0.0.1', '::1', '192.0.2.5 exposed']);
  expect(said('::')).toEqual(['127.0.0.1', '::1', '192.0.2.5 exposed', '2001:db8::5 exposed']);
});
