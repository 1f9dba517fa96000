import type { App, CrashReporter } from 'electron';
import type { Crash, CrashReports } from '../parts/crash-reports.ts';
import { placeOf, type Notices } from './notices.ts';

export interface CrashWatchOptions {
  readonly reports: Pick<CrashReports, 'write'>;
  readonly notices: Pick<Notices, 'tell'>;
  readonly warn: (message: string) => void;
}

/** Every crash: a report on this machine, a line in the log, a notification. */
export class CrashWatch {
  private readonly options: CrashWatchOptions;

  constructor(options: CrashWatchOptions) {
    this.options = options;
  }

  /** Electron's own processes. Native dumps stay on this machine too: nothing is sent. */
  watch(app: Pick<App, 'on'>, crashReporter: Pick<CrashReporter, 'start'>): void {
    crashReporter.start({ uploadToServer: false });
    app.on('child-process-gone', (_event, { type, name, reason, exitCode }) => {
      // Utility processes are our own children: their host tells of them.
      if (type !== 'Utility' && reason !== 'clean-exit') this.note({ what: name ?? type, reason, exitCode });
    });
  }

  /** A process of the host ended. */
  childEnded(name: string, exitCode: number): void {
    if (exitCode !== 0) this.crashed({ what: name, reason: 'the process ended', exitCode });
  }

  /** Something that is started again. */
  crashed(crash: Crash): void {
    const file = this.note(crash);
    const where = file === undefined ? '' : ` A report lies in ${file}.`;
    const title = crash.what === 'page' ? 'A cockpit window crashed' : `${crash.what} crashed`;
    const notice = { title, text: `It is started again.${where}`, isError: true, place: placeOf('health') };
    this.options.notices.tell(notice, true);
  }

  /** A report alone; gives its file. */
  note(crash: Crash): string | undefined {
    const { reports, warn } = this.options;
    warn(`${crash.what} crashed (${crash.reason}, status ${crash.exitCode ?? 'unknown'})`);
    return reports.write(crash);
  }
}
