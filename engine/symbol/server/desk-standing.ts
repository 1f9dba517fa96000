import { HeardDesk } from '../../adapters/web/heard-desk.ts';
import { isUnheard, type SourceAge } from '../../domain/heard-sources.ts';
import type { Clock } from '../../ports/clock.ts';
import { toIso } from '../../wire/encode/index.ts';
import type { DeskLinkMessage } from '../../wire/index.ts';

/** The link to the desk, and how long ago the desk and what it hears were heard. */
export class DeskStanding {
  readonly heard: HeardDesk;
  private readonly clock: Clock;
  private link: DeskLinkMessage;

  constructor(clock: Clock) {
    this.clock = clock;
    this.heard = new HeardDesk(clock);
    this.link = { up: true, since: toIso(clock.now()), message: 'connected' };
  }

  linked(up: boolean, message: string): void {
    this.link = { up, since: toIso(this.clock.now()), message };
  }

  get message(): DeskLinkMessage {
    return this.link;
  }

  /** The desk is not heard: what is shown is the last that it told. */
  get stale(): boolean {
    const [desk] = this.sources;
    return !this.link.up || (desk !== undefined && isUnheard(desk));
  }

  get sources(): readonly SourceAge[] {
    return this.heard.ages;
  }
}
