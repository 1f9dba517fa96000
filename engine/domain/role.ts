/** What somebody may do; each contains the ones before it. */
export const ROLES = ['viewer', 'flatten', 'trader', 'owner'] as const;
export type Role = (typeof ROLES)[number];

/** True when `have` contains `need`. */
export function roleIncludes(have: Role, need: Role): boolean {
  return ROLES.indexOf(have) >= ROLES.indexOf(need);
}
