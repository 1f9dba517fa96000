import type { App } from 'electron';
import type { EndChoice } from './end-dialog.ts';

export interface EndingOptions {
  readonly app: Pick<App, 'on' | 'exit'>;
  /** Asks a person where something is at stake; "quit" at once where nothing is. */
  readonly ask: () => Promise<EndChoice>;
  /** Flattens everything; false: it could not be verified, or the person would rather stay. */
  readonly flatten: () => Promise<boolean>;
  /** The windows go, the tray stays. */
  readonly hide: () => void;
  /** Ends what runs beneath the windows, in order. Called once. */
  readonly stop: () => Promise<void>;
  /** Longest that an end in order may take before the program simply ends. */
  readonly limitMs: () => number;
  readonly after: (delayMs: number, callback: () => void) => void;
  readonly report: (fault: unknown) => void;
}

type State = 'running' | 'asking' | 'stopping';

/** The one way out: whatever asks for the end, a person is asked first, and the engines stop before the program does. */
export class Ending {
  private state: State = 'running';
  private readonly options: EndingOptions;

  constructor(options: EndingOptions) {
    this.options = options;
    options.app.on('before-quit', (event) => {
      event.preventDefault();
      this.request();
    });
  }

  get isEnding(): boolean {
    return this.state === 'stopping';
  }

  /** Menu, tray, the last window. Asked again while a dialog is open, nothing more happens. */
  request(): void {
    if (this.state !== 'running') return;
    this.state = 'asking';
    this.decide().catch((fault: unknown) => {
      this.options.report(fault);
      this.state = 'running';
    });
  }

  /**
   * Nobody can be asked: a signal, the end of the system's session, a host that cannot go on.
   * @param lastWords for a person; they may block, so they come when everything has stopped
   */
  force(code = 0, lastWords?: () => void): void {
    if (this.state === 'stopping') return;
    this.state = 'stopping';
    const { app, after, limitMs, stop, report } = this.options;
    const leave = (status: number): void => {
      lastWords?.();
      app.exit(status);
    };
    after(limitMs(), () => leave(1));
    stop().then(
      () => leave(code),
      (fault: unknown) => {
        report(fault);
        leave(1);
      },
    );
  }

  private async decide(): Promise<void> {
    const choice = await this.options.ask();
    if (choice === 'quit' || (choice === 'flatten' && (await this.options.flatten()))) {
      this.force();
      return;
    }
    if (this.state === 'asking') this.state = 'running'; // a signal may have come meanwhile
    if (choice === 'tray') this.options.hide();
  }
}
