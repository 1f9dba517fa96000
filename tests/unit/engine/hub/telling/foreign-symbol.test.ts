import { expect, it } from 'vitest';
import { ownNameOf } from '../../../../../engine/hub/telling/foreign-symbol.ts';

it.each([
  ['MNQ=F', 'MNQ'],
  ['@MNQ', 'MNQ'],
  ['@ES#', 'ES'],
  ['/MNQ', 'MNQ'],
  ['MNQ.c.0', 'MNQ'],
  ['CME_MINI:MNQ1!', 'MNQ'],
  ['MNQ ##-##', 'MNQ'],
  ['mnq', 'MNQ'],
  [' MNQ ', 'MNQ'],
  ['MNQ 12-26', 'MNQZ6'],
  ['CON.F.US.MNQ.Z26', 'MNQZ6'],
  ['F.US.MNQ.Z26', 'MNQZ6'],
  ['MNQZ26', 'MNQZ6'],
  ['MNQZ2026', 'MNQZ6'],
  ['MNQZ6', 'MNQZ6'],
  ['/M6EH27', 'M6EH7'],
  ['M6E 03-27', 'M6EH7'],
  ['MGCZ26.CMX', 'MGCZ6'],
  ['MNQ 13-26', undefined],
  ['a rose', undefined],
  ['', undefined],
])('%s is %s here', (foreign, own) => expect(ownNameOf(foreign)).toBe(own));
