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
  /** Removes a piece of an import; true while there is more of it. */
  readonly removeImport: (number: number) => boolean;
}

type Step = Exclude<ClientToDesk, { t: 'hello' }>;
type ImportStep = Exclude<Step, { t: 'importRemove' }>;

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
        answer = message.t === 'importRemove' ? this.remove(message.number) : this.import(message, writer);
      } catch (error) {
        const text = error instanceof Error ? error.message : String(error);
        this.deps.logger.warn(
          `${message.t === 'importRemove' ? 'a removal of an import' : 'an import'} failed: ${text}`,
        );
        answer = { t: 'importFailed', message: text };
      }
      if (answer.t === 'importFailed' || (answer.t === 'imported' && answer.stored !== undefined)) {
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

  private remove(number: number): DeskToClient {
    // An import that is begun may be given the number of one that is just going.
    if (this.importing !== undefined) throw new Error('another import is under way');
    const isMore = this.deps.removeImport(number);
    if (!isMore) this.deps.logger.info(`removed import ${number}`);
    return { t: 'importRemoved', isMore };
  }

  /** With what is stored, when that is known. */
  private import(message: ImportStep, writer: ImportWriter | undefined): Extract<DeskToClient, { t: 'imported' }> {
    if (writer === undefined) throw new Error(`expected importBegin before ${message.t}`);
    switch (message.t) {
      case 'importBegin': {
        const stored = writer.begin();
        return { t: 'imported', ...(stored === undefined ? {} : { stored }) };
      }
      case 'importBars':
        writer.add(message.bars);
        return { t: 'imported' };
      case 'importPrints':
        writer.addPrints(message.prints);
        return { t: 'imported' };
      case 'importEnd': {
        const stored = writer.end(this.deps.clock.now());
        this.deps.logger.info(`imported as number ${stored.number}`);
        return { t: 'imported', stored };
      }
    }
  }
}
