import { describe, expect, it } from 'vitest';
import { ROLES, roleIncludes } from '../../../../engine/domain/role.ts';

describe('roles', () => {
  it('contain the ones before them', () => {
    expect(ROLES.map((have) => ROLES.filter((need) => roleIncludes(have, need)).length)).toEqual([1, 2, 3, 4]);
    expect(roleIncludes('flatten', 'trader')).toBe(false);
    expect(roleIncludes('owner', 'flatten')).toBe(true);
  });
});
