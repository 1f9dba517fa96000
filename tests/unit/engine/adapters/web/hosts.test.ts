import { X509Certificate } from 'node:crypto';
import { hostname } from 'node:os';
import { expect, it } from 'vitest';
import { makeCertificate } from '../../../../../engine/adapters/web/certificate.ts';
import { namesIn, namesOf } from '../../../../../engine/adapters/web/hosts.ts';

it("reads a certificate's names and addresses, but none that says nothing of whose they are", () => {
  const names = ['Desk.Example.test', '*.wild.example.test', '*.test', '10.0.0.7', 'fd00::7'];
  const found = namesIn(new X509Certificate(makeCertificate(names, Date.now()).cert));
  expect(found).toEqual(expect.arrayContaining(['desk.example.test', '*.wild.example.test', '10.0.0.7']));
  expect(found).toContain('[fd00:0:0:0:0:0:0:7]');
  expect(found).not.toContain('*.test');
});

it("this machine's own name is one of its names", () => {
  expect(namesOf('127.0.0.1')).toContain(hostname().toLowerCase());
});
