import { type Credential, OWNER_ID } from '../web/credential.ts';

/** Questions of one caller that may be under way or not yet taken, of all callers, and of these kept for the owner. */
export const READ_PLACES = { perCaller: 16, all: 64, forOwner: 16 } as const;

/** Gives the place back; a second time is nothing. */
export type Release = () => void;

/**
 * How many questions may be under way at once. A place is held until the answer has been taken, so that who asks and does
 * not take has soon asked enough. It holds on loopback too: local readers without a token are one caller together.
 */
export class ReadPlaces {
  private readonly held = new Map<string, number>();
  private all = 0;

  /** Undefined: there is no place now. */
  take({ userId }: Pick<Credential, 'userId'>): Release | undefined {
    const isOwner = userId === OWNER_ID;
    const own = this.held.get(userId) ?? 0;
    const most = isOwner ? READ_PLACES.all : READ_PLACES.perCaller;
    if (own >= most || this.all >= READ_PLACES.all - (isOwner ? 0 : READ_PLACES.forOwner)) return undefined;
    this.held.set(userId, own + 1);
    this.all += 1;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.all -= 1;
      const left = (this.held.get(userId) ?? 1) - 1;
      if (left === 0) this.held.delete(userId);
      else this.held.set(userId, left);
    };
  }

  get taken(): number {
    return this.all;
  }
}
