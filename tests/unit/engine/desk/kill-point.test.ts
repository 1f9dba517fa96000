import { describe, expect, it } from 'vitest';
import { killPoint } from '../../../../engine/desk/kill-point.ts';

describe('killPoint', () => {
  it('is none for another process, an unknown point or no marker', () => {
    expect(killPoint(undefined)).toBeUndefined();
    expect(killPoint('venue:after-commit:3:/tmp/x')).toBeUndefined();
    expect(killPoint('desk:somewhere:3:/tmp/x')).toBeUndefined();
    expect(killPoint('desk:after-commit:3')).toBeUndefined();
  });

  it('does nothing at another point, before its step, or when the marker is there already', () => {
    const here = killPoint(`desk:after-commit:3:${import.meta.filename}`);
    expect(() => {
      here?.('before-commit', 3);
      here?.('after-commit', 2);
      here?.('after-commit', 3);
    }).not.toThrow();
  });
});
