import type { BookId } from './book.ts';

/** Parts of the desk that act by themselves. */
export type DeskDuty = 'desk' | 'risk' | 'session' | 'protection' | 'reconcile' | 'host';

/** Who asked for something, and why in a trader's words. */
export type Origin =
  /** `device`: "cockpit@127.0.0.1", a paired device's name, a program's. */
  | { readonly by: 'person'; readonly user: string; readonly device: string; readonly cause: string }
  | { readonly by: 'strategy'; readonly book: BookId; readonly cause: string }
  | { readonly by: 'desk'; readonly duty: DeskDuty; readonly cause: string };

export type PersonOrigin = Extract<Origin, { by: 'person' }>;

export function isPersons(origin: Origin): origin is PersonOrigin {
  return origin.by === 'person';
}

/** The actor in one word, as exports, logs and screens tell it: "owner", "strategy:MNQ", "risk". */
export function actorOf(origin: Origin): string {
  switch (origin.by) {
    case 'person':
      return origin.user;
    case 'strategy':
      return `strategy:${origin.book}`;
    case 'desk':
      return origin.duty;
  }
}

export function ofDuty(duty: DeskDuty, cause: string): Origin {
  return { by: 'desk', duty, cause };
}
