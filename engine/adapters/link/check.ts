import type { Role } from '../../wire/link/messages.ts';

/** What is wrong with a message that came; undefined: nothing. */
export type LinkCheck = (message: unknown) => string | undefined;

/** The schemas are not even loaded where nobody checks. */
const schemas = process.env['PITWALL_TEST_LINKS'] === '1' ? await import('../../wire/link/schema.ts') : undefined;

/**
 * Holds what comes over a link against its schema where PITWALL_TEST_LINKS=1 (tests, development): a message that is not
 * as declared closes the link with its fault. Undefined: nothing is checked, and it costs nothing.
 */
export function linkCheck(role: Role, direction: 'toDesk' | 'fromDesk'): LinkCheck | undefined {
  return schemas === undefined ? undefined : (message) => schemas.linkFault(role, direction, message);
}
