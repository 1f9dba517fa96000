import { describe, expect, it } from 'vitest';
import {
  actionOf,
  DEFAULT_KEYS,
  isReserved,
  keyConflicts,
  keyName,
  keysWith,
} from '../../../../renderer/state/keys.ts';

const press = (key: string, change: Partial<Parameters<typeof keyName>[0]> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...change,
});

describe('keyName', () => {
  it('is written as on the caps', () => {
    expect(keyName(press('F8'))).toBe('F8');
    expect(keyName(press('F8', { shiftKey: true }))).toBe('Shift+F8');
    expect(keyName(press('k', { ctrlKey: true }))).toBe('Ctrl+K');
    expect(keyName(press('k', { metaKey: true }))).toBe('Ctrl+K');
  });

  it('takes a sign as the sign, however a layout types it', () => {
    expect(keyName(press('?', { shiftKey: true }))).toBe('?');
    expect(keyName(press('/', { shiftKey: true }))).toBe('/');
  });
});

describe('actionOf', () => {
  it('finds flatten and stop also while somebody types', () => {
    expect(actionOf('F8', DEFAULT_KEYS, true)).toBe('flatten-selected');
    expect(actionOf('Shift+F9', DEFAULT_KEYS, true)).toBe('stop-everything');
    expect(actionOf('Ctrl+K', DEFAULT_KEYS, true)).toBe('palette');
  });

  it('leaves digits and signs to the text', () => {
    expect(['1', '/', '?'].map((key) => actionOf(key, DEFAULT_KEYS, true))).toEqual([undefined, undefined, undefined]);
    expect(['1', '/', '?'].map((key) => actionOf(key, DEFAULT_KEYS, false))).toEqual([
      'tab-1',
      'palette-slash',
      'key-map',
    ]);
  });
});

describe('own keys', () => {
  it('replace the defaults one by one', () => {
    const keys = keysWith({ 'flatten-selected': 'F2' });
    expect([actionOf('F2', keys, false), actionOf('F8', keys, false), actionOf('F9', keys, false)]).toEqual([
      'flatten-selected',
      undefined,
      'stop-selected',
    ]);
  });

  it('are checked for conflicts and for chords that a browser keeps', () => {
    expect(keyConflicts(DEFAULT_KEYS)).toEqual([]);
    expect(keyConflicts(keysWith({ 'stop-selected': 'F8' }))).toEqual([
      { key: 'F8', actions: ['flatten-selected', 'stop-selected'] },
    ]);
    expect([isReserved('Ctrl+W'), isReserved('F8')]).toEqual([true, false]);
  });
});
