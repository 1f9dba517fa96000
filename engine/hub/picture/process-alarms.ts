import type { AlarmMessage } from '../../wire/index.ts';
import type { ProcessView } from '../../wire/link/messages.ts';
import { toIso } from '../../wire/encode/index.ts';

const MOST = 100;

/** What a process is for, where its name alone does not say it. */
const ROLES: Readonly<Record<string, string>> = { hub: 'The hub', desk: 'The desk', venue: 'The venue' };

/**
 * Alarms about processes that died and were started again: the host's list says so, the journal does not, for it tells
 * the market's history alone. A hub that was itself started anew tells its own death with the first list; those of
 * others were told by the one before it.
 */
export class ProcessAlarms {
  private readonly isStrategy: (name: string) => boolean;
  private readonly restarts = new Map<string, number>();
  private held: AlarmMessage[] = [];

  constructor(isStrategy: (name: string) => boolean) {
    this.isStrategy = isStrategy;
  }

  /** All of this hub's life, oldest first: for a cockpit that connects. */
  get all(): readonly AlarmMessage[] {
    return this.held;
  }

  /** The alarms that follow from a list of the host. `timeMs`: market time. */
  take(processes: readonly ProcessView[], timeMs: number): readonly AlarmMessage[] {
    const isFirst = this.restarts.size === 0;
    const fresh = processes.flatMap((process) => {
      const before = this.restarts.get(process.name) ?? (isFirst && process.name !== 'hub' ? process.restarts : 0);
      this.restarts.set(process.name, process.restarts);
      return process.restarts > before ? [this.alarmOf(process, timeMs)] : [];
    });
    this.held = [...this.held, ...fresh].slice(-MOST);
    return fresh;
  }

  private alarmOf({ name, restarts, pid }: ProcessView, timeMs: number): AlarmMessage {
    const isEngine = this.isStrategy(name);
    const who = isEngine ? `The engine of ${name}` : (ROLES[name] ?? name);
    const times = restarts === 1 ? '' : `, ${restarts} times by now`;
    return {
      // A number alone could come again after the host was started anew.
      id: `process-${name}-${restarts}-${pid ?? 0}`,
      code: 'process_died',
      strategy: isEngine ? name : null,
      message: `${who} died and is started again${times}`,
      severity: 'error',
      timestamp: toIso(timeMs),
    };
  }
}
