import { connectLinkUntil, type Connected } from '../adapters/link/client.ts';
import type { SocketEnd } from '../adapters/link/socket-end.ts';
import type { RunIdentity } from '../domain/run.ts';
import type { Logger } from '../ports/logger.ts';
import { LINK_VERSION, type DeskToVenue, type Hello, type VenueToDesk } from '../wire/link/messages.ts';
import type { VenueService } from './venue-service.ts';

/** A venue whose desk has been away for so long ends itself (wall ms); its books are in its file. */
export const LINKLESS_MS = 30_000;
/** The first desk may take so long to come up (wall ms): on a machine that is busy it still gets on, and the host looks after it. */
const FIRST_DESK_MS = 300_000;

export interface VenueProcessOptions {
  readonly socket: string;
  readonly secret: string;
  readonly pid: number;
  readonly logger: Logger;
  /** False for a desk that a later one has replaced. */
  readonly admitEpoch: (epoch: number) => boolean;
  /** Opens the books of the run that the first desk names. */
  readonly open: (identity: RunIdentity) => VenueService;
  readonly linklessMs?: number;
  readonly firstDeskMs?: number;
}

type DeskLink = SocketEnd<VenueToDesk, DeskToVenue>;

/**
 * Finds the desk, serves it, and finds it again when it is gone, until it is told to end or no desk comes back in time.
 * The first desk's run is this venue's run for good.
 */
export class VenueProcess {
  private readonly options: VenueProcessOptions;
  private service: VenueService | undefined;
  private run: string | undefined;
  private link: DeskLink | undefined;
  private ended = false;

  constructor(options: VenueProcessOptions) {
    this.options = options;
  }

  /** Resolves with the reason for the end. */
  async serve(): Promise<string> {
    const { logger, linklessMs = LINKLESS_MS, firstDeskMs = FIRST_DESK_MS } = this.options;
    let aloneSinceMs = performance.now();
    while (!this.ended) {
      const limitMs = this.service === undefined ? firstDeskMs : linklessMs;
      const connected = await this.connect(aloneSinceMs + limitMs);
      if (!connected.ok) {
        if (connected.refused && connected.end) return `the desk told this venue to end: ${connected.reason}`;
        return `no desk for ${limitMs / 1000} s (${connected.reason})`;
      }
      const { end, welcome } = connected;
      if (!this.options.admitEpoch(welcome.epoch)) {
        logger.warn(`a desk of epoch ${welcome.epoch} has been replaced by a later one; it is not served`);
        end.close();
        if (performance.now() > aloneSinceMs + limitMs) return 'no desk of the present epoch';
        await new Promise((resolve) => setTimeout(resolve, 200));
        continue;
      }
      if (this.service === undefined) {
        this.service = this.options.open(welcome.identity);
        this.run = welcome.identity.run;
      } else if (welcome.identity.run !== this.run) {
        end.close();
        return `expected a desk of ${this.run}, found one of ${welcome.identity.run}`;
      }
      const reason = await this.serveLink(end, this.service);
      if (reason !== undefined) return reason;
      aloneSinceMs = performance.now();
    }
    return 'stopped';
  }

  /** Closes the link and lets `serve` come to its end. */
  stop(): void {
    this.ended = true;
    this.link?.close();
  }

  /** Resolves when the link is gone, with a reason when it was the desk's word to end. */
  private serveLink(end: DeskLink, service: VenueService): Promise<string | undefined> {
    const { logger } = this.options;
    this.link = end;
    logger.info(`serving the desk from step ${service.lastStep} on`);
    return new Promise((resolve) => {
      let reason: string | undefined;
      end.onClose((why) => {
        this.link = undefined;
        if (reason === undefined) logger.info(`the desk is gone: ${why}`);
        resolve(reason);
      });
      end.onMessage((message) => {
        if (message.t === 'welcome' || message.t === 'refused') return;
        if (message.t === 'end') {
          reason = message.reason;
          end.close();
        } else if (end.open) {
          end.send(service.answer(message));
        }
      });
    });
  }

  private connect(untilMs: number): Promise<Connected<VenueToDesk, DeskToVenue>> {
    const { socket, secret, pid } = this.options;
    const hello: Hello = {
      t: 'hello',
      version: LINK_VERSION,
      role: 'venue',
      name: 'venue',
      secret,
      pid,
      ...(this.run === undefined ? {} : { run: this.run }),
    };
    return connectLinkUntil(socket, hello, untilMs);
  }
}
