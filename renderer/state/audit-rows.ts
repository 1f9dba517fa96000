import { ERROR_CODES, type AuditEntry } from '../../engine/wire/index.ts';

/** Rows of the audit log on one page. */
export const AUDIT_PAGE = 25;

export function isRefused({ result }: Pick<AuditEntry, 'result'>): boolean {
  return result !== 'ok';
}

/** "add user" of "add-user": codes are words already. A row of several acts says how many. */
export function actWords({ what, count }: Pick<AuditEntry, 'what' | 'count'>): string {
  const words = what.replaceAll('-', ' ');
  return count > 1 ? `${words} \u00d7${count}` : words;
}

/** "done", or the code of the refusal: "rate limited". */
export function resultWords({ result }: Pick<AuditEntry, 'result'>): string {
  return result === 'ok' ? 'done' : result.replaceAll('_', ' ');
}

/** The sentence behind the code of a refusal; undefined where there is none. */
export function resultSentence({ result }: Pick<AuditEntry, 'result'>): string | undefined {
  return Object.hasOwn(ERROR_CODES, result) ? ERROR_CODES[result as keyof typeof ERROR_CODES] : undefined;
}

/** "nobody known" for who did not prove to be anybody. */
export function actorWords({ actor }: Pick<AuditEntry, 'actor'>): string {
  return actor === '' ? 'nobody known' : actor;
}

/** From where: the address, or this machine's own commands. */
export function placeWords({ address, door }: Pick<AuditEntry, 'address' | 'door'>): string {
  return address === '' ? `this machine (${door})` : address;
}
