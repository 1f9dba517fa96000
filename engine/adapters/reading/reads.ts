import type { FastifyReply } from 'fastify';
import type { Clock } from '../../ports/clock.ts';
import { type Credential, OWNER_ID } from '../web/credential.ts';
import { EncodedBody } from '../bounds/encoded-body.ts';
import { HttpFault } from '../web/http-fault.ts';
import type { ReadAsk, Reader, ReadJobs, ReadReply } from './read-jobs.ts';
import { ReadPlaces, type Release } from './read-places.ts';
import { CallersPace, type Rate } from '../bounds/callers-pace.ts';
import { SlowRefusals } from '../bounds/slow-refusals.ts';

/** An answer that is not taken within this is given up, with its connection. */
const TAKEN_WITHIN_MS = 30_000;

/** Of one user: a page that opens asks a dozen, then one now and then. */
const QUESTIONS: Rate = { atOnce: 40, gapMs: 50 };

interface ReadCall {
  readonly credential: Credential;
  readonly reply: FastifyReply;
}

/** Questions to the file: admitted, answered by a thread, and handed on as they come from it. */
export class Reads<J extends ReadJobs> {
  private readonly clock: Clock;
  private readonly reader: Reader<J>;
  private readonly refusals: SlowRefusals;
  private readonly places = new ReadPlaces();
  private readonly pace: CallersPace;

  constructor(clock: Clock, reader: Reader<J>, refusals: SlowRefusals = new SlowRefusals(clock)) {
    this.clock = clock;
    this.reader = reader;
    this.refusals = refusals;
    this.pace = new CallersPace(clock, QUESTIONS);
  }

  /** The answer of a call. Its place is free again when the client has taken it. Throws HttpFault `rate_limited`. */
  async answer<K extends keyof J & string>(call: ReadCall, job: K, ask: ReadAsk<J, K>): Promise<EncodedBody> {
    const place = await this.enter(call);
    try {
      const isWanted = (): boolean => !call.reply.raw.destroyed;
      await this.spread(call.credential);
      return new EncodedBody(await this.reader.run(call.credential.userId, job, ask, isWanted));
    } finally {
      place.answered();
    }
  }

  /** A large answer that is at hand: it takes a place like the others. */
  async given(call: ReadCall, body: () => EncodedBody): Promise<EncodedBody> {
    const place = await this.enter(call);
    await this.spread(call.credential);
    place.answered();
    return body();
  }

  /** A place is free again when its question was answered and the call is over, whichever comes last. */
  private async enter({ credential, reply }: ReadCall): Promise<{ readonly answered: () => void }> {
    const release = this.places.take(credential) ?? (await this.refuse());
    const { raw } = reply;
    let left = 2;
    const settle = (): void => {
      left -= 1;
      if (left === 0) release();
    };
    if (raw.destroyed) settle();
    else {
      const cancel = this.clock.after(TAKEN_WITHIN_MS, () => raw.destroy());
      raw.once('close', () => {
        cancel();
        settle();
      });
    }
    return { answered: settle };
  }

  /** The answer to a message, read. Throws HttpFault `rate_limited` at once. */
  async ask<K extends keyof J & string>(
    caller: Pick<Credential, 'userId'>,
    job: K,
    ask: ReadAsk<J, K>,
  ): Promise<ReadReply<J, K>> {
    const release = this.places.take(caller);
    if (release === undefined) throw tooMany();
    try {
      await this.spread(caller);
      const body = await this.reader.run(caller.userId, job, ask);
      // The job's own answer, as plain data.
      return JSON.parse(new TextDecoder().decode(body)) as ReadReply<J, K>;
    } finally {
      release();
    }
  }

  /** Questions under way or not yet taken. */
  get taken(): number {
    return this.places.taken;
  }

  close(): Promise<void> {
    return this.reader.close();
  }

  /** The owner's own windows are not held up. */
  private spread({ userId }: Pick<Credential, 'userId'>): Promise<void> | undefined {
    const waitMs = userId === OWNER_ID ? 0 : this.pace.waitMs(userId);
    return waitMs === 0 ? undefined : new Promise((resolve) => void this.clock.after(waitMs, resolve));
  }

  private async refuse(): Promise<Release> {
    await this.refusals.hold();
    throw tooMany();
  }
}

function tooMany(): HttpFault {
  return new HttpFault('rate_limited', 'Rate limit: too many questions at once; wait 1 s', { retryAfterS: 1 });
}
