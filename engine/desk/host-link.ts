import type { AccountView, PositionView } from '../domain/views.ts';
import type { LinkEnd } from '../ports/link.ts';
import type { CommandAnswered, CommandAsked, DeskToHost, Exposure, HostToDesk } from '../wire/link/messages.ts';

type HostAlarm = Extract<HostToDesk, { t: 'alarm' }>;

export interface HostLinkDeps {
  /** What a host has to know that has just come. */
  readonly greeting: () => readonly DeskToHost[];
  readonly onShutdown: () => void;
  readonly onDropped: (book: string, reason: string) => void;
  readonly onAlarm: (alarm: HostAlarm) => void;
  readonly onCommand: (asked: CommandAsked, reply: (answer: CommandAnswered) => void) => void;
}

/** The host's link to this desk. */
export class HostLink {
  private readonly deps: HostLinkDeps;
  private end: LinkEnd<DeskToHost, HostToDesk> | undefined;
  private exposure: Exposure | undefined;
  private told = '';

  constructor(deps: HostLinkDeps) {
    this.deps = deps;
  }

  attach(end: LinkEnd<DeskToHost, HostToDesk>): void {
    const { greeting, onShutdown, onDropped, onAlarm, onCommand } = this.deps;
    this.end = end;
    end.onMessage((message) => {
      if (message.t === 'shutdown') onShutdown();
      else if (message.t === 'engineDropped') onDropped(message.book, message.reason);
      else if (message.t === 'alarm') onAlarm(message);
      else if (message.t === 'command') onCommand(message, (answer) => this.tell(answer));
    });
    for (const message of greeting()) end.send(message);
    if (this.exposure !== undefined) end.send({ t: 'exposure', ...this.exposure });
  }

  tell(message: DeskToHost): void {
    if (this.end?.open === true) this.end.send(message);
  }

  /** Told when it changed. */
  tellExposure({ books }: Pick<AccountView, 'books'>): void {
    const positions = books.flatMap((book) => book.positions);
    const exposure: Exposure = {
      positions: positions.map(inWords),
      bare: positions.filter((position) => !isCovered(position)).map(inWords),
      orders: books.reduce((sum, { workingOrders }) => sum + workingOrders, 0),
    };
    const text = JSON.stringify(exposure);
    if (text === this.told) return;
    this.told = text;
    this.exposure = exposure;
    this.tell({ t: 'exposure', ...exposure });
  }
}

function inWords({ book, contractId, direction, qty }: PositionView): string {
  return `${book} ${contractId} ${direction} ${qty}`;
}

function isCovered({ stop, qty }: PositionView): boolean {
  return stop?.atVenueSinceMs !== undefined && stop.qty >= qty;
}
