import type { Clock } from '../../ports/clock.ts';
import type { Notifications } from '../people/notifications.ts';
import { type HubIo, ROOM } from './rooms.ts';

/** What the hub itself has to say to those who watch, beside what the desk reports. */
export class OwnNotices {
  private readonly io: HubIo;
  private readonly notifications: Notifications;
  private readonly clock: Clock;

  constructor(io: HubIo, notifications: Notifications, clock: Clock) {
    this.io = io;
    this.notifications = notifications;
    this.clock = clock;
  }

  newDevice(title: string, device: string, address: string): void {
    this.tell({
      type: 'NEW_DEVICE',
      title,
      message: `${device} from ${address}`,
      priority: 'HIGH',
      metadata: { device, address },
    });
  }

  /** The audit log cannot be written (why), or can again. */
  auditFault(fault: string | undefined): void {
    this.tell({
      type: 'SYSTEM',
      title: fault === undefined ? 'The audit log is written again' : 'The audit log cannot be written',
      message: fault ?? 'What was held meanwhile is in it.',
      priority: fault === undefined ? 'LOW' : 'HIGH',
      metadata: {},
    });
  }

  private tell(notice: Parameters<Notifications['own']>[1]): void {
    const told = this.notifications.own(this.clock.now(), notice);
    this.io.to([ROOM.notifications, ROOM.cockpit]).emit('notification', told);
  }
}
