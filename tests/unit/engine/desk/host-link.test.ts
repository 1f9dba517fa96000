import { expect, test } from 'vitest';
import type { PositionView } from '../../../../engine/domain/views.ts';
import { HostLink } from '../../../../engine/desk/host-link.ts';
import { memoryLink } from '../../../../engine/ports/link.ts';
import type { DeskToHost, HostToDesk } from '../../../../engine/wire/link/messages.ts';

type Book = Parameters<HostLink['tellExposure']>[0]['books'][number];

function book(...positions: readonly Partial<PositionView>[]): Book {
  const held = { book: 'MNQ', contractId: 'MNQZ6', direction: 'long', qty: 2, stop: null, ...positions[0] };
  return { positions: positions.length === 0 ? [] : [held], workingOrders: positions.length } as unknown as Book;
}

function linked(link: HostLink): DeskToHost[] {
  const [deskEnd, hostEnd] = memoryLink<DeskToHost, HostToDesk>();
  const told: DeskToHost[] = [];
  hostEnd.onMessage((message) => told.push(message));
  link.attach(deskEnd);
  return told;
}

const stop = (qty: number, atVenueSinceMs: number | undefined) => ({ orderId: 'S', ticks: 1, qty, atVenueSinceMs });

test('what is open is told when it changes, and to a host that comes later', async () => {
  const nothing = (): void => undefined;
  const greeting = (): DeskToHost[] => [{ t: 'recovered' }];
  const link = new HostLink({
    greeting,
    onShutdown: nothing,
    onDropped: nothing,
    onAlarm: nothing,
    onCommand: nothing,
  });
  const first = linked(link);
  link.tellExposure({ books: [book()] });
  link.tellExposure({ books: [book({})] });
  link.tellExposure({ books: [book({})] });
  link.tellExposure({ books: [book({ stop: stop(2, undefined) })] });
  link.tellExposure({ books: [book({ stop: stop(1, 5) })] });
  link.tellExposure({ books: [book({ stop: stop(2, 5) })] });
  const bare = { t: 'exposure', positions: ['MNQ MNQZ6 long 2'], bare: ['MNQ MNQZ6 long 2'], orders: 1 };
  const covered = { ...bare, bare: [] };
  await expect
    .poll(() => first)
    .toEqual([{ t: 'recovered' }, { t: 'exposure', positions: [], bare: [], orders: 0 }, bare, covered]);
  const second = linked(link);
  await expect.poll(() => second).toEqual([{ t: 'recovered' }, covered]);
});
