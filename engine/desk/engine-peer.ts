import type { DeskToEngine, EngineToDesk } from '../wire/link/messages.ts';
import type { EngineAnswer, EngineStep } from '../domain/engine-step.ts';
import type { LinkEnd } from '../ports/link.ts';

/** What the desk knows of one engine: its link, whether it is caught up, and the answer it owes. */
export class EnginePeer {
  readonly id: string;
  end: LinkEnd<DeskToEngine, EngineToDesk> | undefined;
  url: string | undefined;
  /** Restored and told everything up to the present step. */
  caughtUp = false;
  dropped = false;
  /** Dropped, and started again on request: takes part from the step after it has caught up. */
  reviving = false;
  /** The step that was answered last: whoever takes this engine's place has to be told it too. */
  answered = 0;
  /** Answers so far, those to steps that it is told again included: it gets on. */
  heard = 0;
  /** Steps up to this one were taken without it. */
  missedTo = 0;
  private awaited: { readonly n: number; readonly resolve: (answer: EngineAnswer | undefined) => void } | undefined;

  constructor(id: string) {
    this.id = id;
  }

  /** The answer to a step; undefined when the engine was dropped. */
  ask(step: EngineStep): Promise<EngineAnswer | undefined> {
    if (this.dropped) return Promise.resolve(undefined);
    const answer = new Promise<EngineAnswer | undefined>((resolve) => {
      this.awaited = { n: step.n, resolve };
    });
    if (this.caughtUp) this.send({ t: 'step', ...step });
    return answer;
  }

  /** The step whose answer is awaited. */
  get owes(): number | undefined {
    return this.awaited?.n;
  }

  /** Takes an answer; those of steps that are committed already are ignored. */
  done(answer: EngineAnswer): void {
    this.heard += 1;
    if (this.awaited === undefined || answer.n !== this.awaited.n) return;
    const { resolve } = this.awaited;
    this.awaited = undefined;
    this.answered = answer.n;
    resolve(answer);
  }

  drop(): void {
    this.dropped = true;
    this.reviving = false;
    const awaited = this.awaited;
    this.awaited = undefined;
    awaited?.resolve(undefined);
  }

  rejoin(): void {
    this.dropped = false;
    this.reviving = false;
  }

  send(message: DeskToEngine): void {
    if (this.end?.open === true) this.end.send(message);
  }
}
