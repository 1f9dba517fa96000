import type { AccountView } from '../domain/views.ts';
import type { LinkEnd } from '../ports/link.ts';
import type { DeskToHost, HostToDesk } from '../wire/link/messages.ts';

type Exposure = Omit<Extract<DeskToHost, { t: 'exposure' }>, 't'>;
type HostAlarm = Extract<HostToDesk, { t: 'alarm' }>;

export interface HostLinkDeps {
  /** What a host has to know that has just come. */
  readonly greeting: () => readonly DeskToHost[];
  readonly onShutdown: () => void;
  readonly onDropped: (book: string, reason: string) => void;
  readonly onAlarm: (alarm: HostAlarm) => void;
}

/** The host's link to this desk. */
export class HostLink {
  private readonly deps: HostLinkDeps;
  private end: LinkEnd<DeskToHost, HostToDesk> | undefined;
  private exposure: Exposure | undefined;

  constructor(deps: HostLinkDeps) {
    this.deps = deps;
  }

  attach(end: LinkEnd<DeskToHost, HostToDesk>): void {
    const { greeting, onShutdown, onDropped, onAlarm } = this.deps;
    this.end = end;
    end.onMessage((message) => {
      if (message.t === 'shutdown') onShutdown();
      else if (message.t === 'engineDropped') onDropped(message.book, message.reason);
      else if (message.t === 'alarm') onAlarm(message);
    });
    for (const message of greeting()) end.send(message);
    if (this.exposure !== undefined) end.send({ t: 'exposure', ...this.exposure });
  }

  tell(message: DeskToHost): void {
    if (this.end?.open === true) this.end.send(message);
  }

  /** Told when it changed. */
  tellExposure({ books }: Pick<AccountView, 'books'>): void {
    const exposure: Exposure = {
      positions: books.reduce((sum, { positions }) => sum + positions.length, 0),
      orders: books.reduce((sum, { workingOrders }) => sum + workingOrders, 0),
    };
    const { exposure: before } = this;
    if (before?.positions === exposure.positions && before.orders === exposure.orders) return;
    this.exposure = exposure;
    this.tell({ t: 'exposure', ...exposure });
  }
}
