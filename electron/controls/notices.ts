import type { NotificationConstructorOptions } from 'electron';
import type { AlarmMessage } from '../../engine/wire/index.ts';
import type { Place } from '../parts/messages.ts';
import type { ShellSettings } from '../parts/settings.ts';

export interface Notice {
  readonly title: string;
  readonly text: string;
  readonly isError: boolean;
  /** Where a click leads. */
  readonly place: Place;
}

export interface NoticesOptions {
  readonly create: (options: NotificationConstructorOptions) => {
    on(event: 'click', listener: () => void): unknown;
    show(): void;
  };
  readonly isSupported: () => boolean;
  readonly wanted: () => ShellSettings['notifications'];
  /** A person looks at one of our windows: then only errors interrupt. */
  readonly isWatched: () => boolean;
  readonly goTo: (place: Place) => void;
  readonly now: () => number;
}

/** The same words again so soon say nothing new. */
const REPEAT_MS = 30_000;

/** The system's notifications; a click leads to the thing. */
export class Notices {
  private readonly options: NoticesOptions;
  private readonly lastMs = new Map<string, number>();
  /** What is on the screen: without a reference its click would be lost. */
  private readonly shown = new Set<object>();

  constructor(options: NoticesOptions) {
    this.options = options;
  }

  /** @param always also while a person looks at the window */
  tell(notice: Notice, always = false): void {
    const { create, isSupported, wanted, isWatched, goTo, now } = this.options;
    const level = wanted();
    if (level === 'off' || (level === 'errors' && !notice.isError)) return;
    if (!always && !notice.isError && isWatched()) return;
    if (!isSupported()) return;
    const words = `${notice.title}\n${notice.text}`;
    if (now() - (this.lastMs.get(words) ?? -Infinity) < REPEAT_MS) return;
    this.lastMs.set(words, now());
    const one = create({ title: notice.title, body: notice.text, urgency: notice.isError ? 'critical' : 'normal' });
    one.on('click', () => {
      this.shown.delete(one);
      goTo(notice.place);
    });
    if (this.shown.size > 100) this.shown.clear();
    this.shown.add(one);
    one.show();
  }
}

/** A panel, and no strategy. */
export function placeOf(panel: Place['panel']): Place {
  return { strategy: null, panel };
}

/** The hub tells deaths as well; the shell sees them itself, and says where the report lies (`CrashWatch`). */
const TOLD_BY_SHELL = 'process_died';

/** An alarm as a notification; undefined where the shell tells the same by itself. */
export function noticeOf(alarm: AlarmMessage): Notice | undefined {
  if (alarm.code === TOLD_BY_SHELL) return undefined;
  return {
    title: alarm.strategy === null ? 'Pitwall' : `Pitwall: ${alarm.strategy}`,
    text: alarm.message,
    isError: alarm.severity === 'error',
    place: alarm.strategy === null ? placeOf('alerts') : { strategy: alarm.strategy, panel: null },
  };
}
