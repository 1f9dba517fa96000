/** Where each connection of the page stands. `since` is wall time, shown beside the last picture. */
export type LinkPhase = 'connecting' | 'up' | 'down' | 'refused';

export interface Link {
  readonly phase: LinkPhase;
  /** Wall epoch ms of the last change of phase. */
  readonly sinceMs: number;
  /** Wall epoch ms of the last message, undefined before the first. */
  readonly heardMs: number | undefined;
  readonly reason: string;
}

export const NEW_LINK: Link = { phase: 'connecting', sinceMs: 0, heardMs: undefined, reason: '' };

export function moved(link: Link, phase: LinkPhase, reason: string, wallMs: number): Link {
  if (link.phase === phase && link.reason === reason) return link;
  return { ...link, phase, reason, sinceMs: link.phase === phase ? link.sinceMs : wallMs };
}

/** Rounded to the second so that a busy link does not change the state for every message. */
export function heard(link: Link, wallMs: number): Link {
  if (link.heardMs !== undefined && wallMs - link.heardMs < 1_000) return link;
  return { ...link, heardMs: wallMs };
}
