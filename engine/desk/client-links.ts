import type { Clock } from '../ports/clock.ts';
import type { ClientToDesk, DeskToClient } from '../wire/link/messages.ts';
import type { ImportHead } from '../domain/imported.ts';
import type { ImportWriter } from '../store/journal/import-writer.ts';
import type { LinkEnd } from '../ports/link.ts';
import type { Logger } from '../ports/logger.ts';

export interface ClientLinksDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly openImport: (head: ImportHead) => ImportWriter;
}

type Step = Exclude<ClientToDesk, { t: 'hello' }>;

/**
 * Commands of the project that write to the file of a running desk. Each piece is a transaction of its own between
 * steps, and the next is sent when it has been answered: a long import never holds up the market.
 */
export class ClientLinks {
  private readonly deps: ClientLinksDeps;
  private importing: LinkEnd<DeskToClient, ClientToDesk> | undefined;

  constructor(deps: ClientLinksDeps) {
    this.deps = deps;
  }

  attach(end: LinkEnd<DeskToClient, ClientToDesk>): void {
    let writer: ImportWriter | undefined;
    end.onClose(() => {
      if (this.importing === end) this.importing = undefined;
    });
    end.onMessage((message) => {
      if (message.t === 'hello') return;
      let answer: DeskToClient;
      try {
        if (message.t === 'importBegin') writer = this.open(end, message);
        answer = { t: 'imported', ...this.take(message, writer) };
      } catch (error) {
        const text = error instanceof Error ? error.message : String(error);
        this.deps.logger.warn(`an import failed: ${text}`);
        answer = { t: 'importFailed', message: text };
      }
      if (answer.t === 'importFailed' || answer.stored !== undefined) {
        writer = undefined;
        if (this.importing === end) this.importing = undefined;
      }
      end.send(answer);
    });
  }

  private open(end: LinkEnd<DeskToClient, ClientToDesk>, { head }: Extract<Step, { t: 'importBegin' }>): ImportWriter {
    if (this.importing !== undefined && this.importing !== end) throw new Error('another import is under way');
    this.importing = end;
    return this.deps.openImport(head);
  }

  /** What is stored, when that is known. */
  private take(message: Step, writer: ImportWriter | undefined): Omit<Extract<DeskToClient, { t: 'imported' }>, 't'> {
    if (writer === undefined) throw new Error(`expected importBegin before ${message.t}`);
    switch (message.t) {
      case 'importBegin': {
        const stored = writer.begin();
        return stored === undefined ? {} : { stored };
      }
      case 'importBars':
        writer.add(message.bars);
        return {};
      case 'importPrints':
        writer.addPrints(message.prints);
        return {};
      case 'importEnd': {
        const stored = writer.end(this.deps.clock.now());
        this.deps.logger.info(`imported as number ${stored.number}`);
        return { stored };
      }
    }
  }
}
