import { describe, expect, it } from 'vitest';
import { OriginGuard } from '../../../../../engine/adapters/web/origin-guard.ts';

describe('OriginGuard', () => {
  const guard = new OriginGuard({ ports: [3000, 3333, 0], extraOrigins: ['https://desk.example'] });

  it('knows the names of this machine on the ports of this installation', () => {
    for (const host of ['127.0.0.1:3000', 'localhost:3333', '[::1]:3000', 'LOCALHOST:3000']) {
      expect([host, guard.hostAllowed(host, false)]).toEqual([host, true]);
    }
  });

  it('refuses every other Host: rebinding names, foreign and missing ports, tricks', () => {
    for (const host of [
      undefined,
      '',
      'evil.example:3000',
      '127.0.0.1',
      '127.0.0.1:80',
      '127.0.0.1:3001',
      'localhost:3000.evil.example',
      'localhost:3000@evil',
      '127.0.0.1:3000/x',
      '[::1]',
      '[::1',
      '::1:3000',
      '0.0.0.0:3000',
      '127.0.0.2:3000',
      'localhost:0',
    ]) {
      expect([host, guard.hostAllowed(host, false)]).toEqual([host, false]);
    }
  });

  it('knows the names of a certificate over TLS alone', () => {
    const named = new OriginGuard({ ports: [3000, 443] });
    named.addSecure(['desk.lan']);
    for (const host of ['desk.lan:3000', 'DESK.lan:3000', 'desk.lan'])
      expect([host, named.hostAllowed(host, true), named.hostAllowed(host, false)]).toEqual([host, true, false]);
    for (const host of ['evil.lan:3000', 'desk.lan:3001', 'x.desk.lan:3000'])
      expect([host, named.hostAllowed(host, true)]).toEqual([host, false]);
    expect(named.origin('https://desk.lan:3000')).toBe('allowed');
    expect(named.origin('http://desk.lan:3000')).toBe('refused');
  });

  it('judges Origins: none is a program, null and strangers are refused', () => {
    expect(guard.origin(undefined)).toBe('none');
    for (const origin of ['http://127.0.0.1:3000', 'http://localhost:3333', 'https://desk.example']) {
      expect([origin, guard.origin(origin)]).toEqual([origin, 'allowed']);
    }
    for (const origin of [
      'null',
      '',
      'http://evil.example',
      'http://localhost',
      'http://127.0.0.1:8080',
      'file://',
      'pitwall://app',
      'https://desk.example.evil',
      'http://localhost:3000/',
    ]) {
      expect([origin, guard.origin(origin)]).toEqual([origin, 'refused']);
    }
  });

  it('learns ports later, and lists its origins', () => {
    const late = new OriginGuard({ ports: [3000] });
    expect(late.hostAllowed('localhost:4000', false)).toBe(false);
    late.add([4000, -1, 70_000, Number.NaN]);
    expect(late.hostAllowed('localhost:4000', false)).toBe(true);
    expect(late.origins('ws')).toEqual([
      'ws://127.0.0.1:3000',
      'ws://127.0.0.1:4000',
      'ws://localhost:3000',
      'ws://localhost:4000',
    ]);
  });
});

describe('names of its own', () => {
  const guard = new OriginGuard({
    ports: [3000],
    extraNames: ['desk.example.test', 'behind.example.test:443', 'far.example.test:8443'],
  });
  guard.addSecure(['own.example.test', '*.wild.example.test']);

  it('takes the names of configuration and certificate, with a port of ours or the one that was given', () => {
    for (const host of [
      'desk.example.test:3000',
      'DESK.example.test:3000',
      'own.example.test:3000',
      'a.wild.example.test:3000',
      'behind.example.test',
      'behind.example.test:443',
      'far.example.test:8443',
    ]) {
      expect([host, guard.hostAllowed(host, true)]).toEqual([host, true]);
      expect([host, guard.origin(`https://${host}`)]).toEqual([host, 'allowed']);
    }
    expect(guard.hostAllowed('own.example.test:3000', false)).toBe(false);
    expect(guard.hostAllowed('desk.example.test:3000', false)).toBe(true);
    expect(guard.origins('https')).toContain('https://own.example.test:3000');
    expect(guard.addressesOf([3000])).toContain('https://behind.example.test:443');
  });

  it('takes no other: names beside them, other ports, a star', () => {
    for (const host of [
      'example.test:3000',
      'desk.example.test',
      'desk.example.test.evil.example:3000',
      'evil.example:3000',
      'behind.example.test:444',
      'far.example.test:3000',
      'a.b.wild.example.test:3000',
      'wild.example.test:3000',
      '*.wild.example.test:3000',
    ])
      expect([host, guard.hostAllowed(host, true)]).toEqual([host, false]);
  });
});
