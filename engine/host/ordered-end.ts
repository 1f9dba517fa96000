import type { EndChoice } from './end-question.ts';

export interface OrderedEndOptions {
  /** Something is open that an end should not pass over in silence. */
  readonly isAnythingOpen: () => boolean;
  /** Asks a person; undefined where there is nobody to ask. */
  readonly ask: ((withdrawn: AbortSignal) => Promise<EndChoice>) | undefined;
  /** Flattens everything. False: the venue has not said that it is flat. */
  readonly flatten: () => Promise<boolean>;
  readonly say: (line: string) => void;
  readonly stop: (reason: string) => void;
  /** By force. */
  readonly hurry: () => void;
}

type State = 'running' | 'asking' | 'flattening' | 'stopping';

/**
 * How the host ends at a signal. At Ctrl-C on a terminal a person is asked first where something is open. Where nobody can
 * answer, what protects stays at the venue, and the host says so as it stops.
 */
export class OrderedEnd {
  private state: State = 'running';
  private question = new AbortController();
  private readonly options: OrderedEndOptions;

  constructor(options: OrderedEndOptions) {
    this.options = options;
  }

  /** Ctrl-C. Once more while the question stands: keep and end. Once more after that: by force. */
  interrupted(): void {
    if (this.state === 'running' && this.options.ask !== undefined && this.options.isAnythingOpen()) void this.decide();
    else this.terminated('SIGINT');
  }

  /** SIGTERM, hang-up: nobody can be asked. */
  terminated(signal: string): void {
    if (this.state === 'stopping') {
      this.options.hurry();
      return;
    }
    this.state = 'stopping';
    this.question.abort();
    this.options.stop(signal);
  }

  private async decide(): Promise<void> {
    const { ask, flatten, say } = this.options;
    this.question = new AbortController();
    this.state = 'asking';
    const choice = (await ask?.(this.question.signal)) ?? 'stay';
    if (this.state !== 'asking') return;
    if (choice === 'keep') return this.terminated('asked on the terminal');
    if (choice === 'flatten') {
      this.state = 'flattening';
      say('Flattening everything …');
      const isFlat = await flatten();
      if (this.over()) return;
      if (isFlat) return this.terminated('flat, as asked on the terminal');
      say('The venue has not said that everything is flat. Pitwall stays; the flatten goes on.');
    } else say('Pitwall stays.');
    this.state = 'running';
  }

  /** A signal may have come while something was awaited. */
  private over(): boolean {
    return this.state === 'stopping';
  }
}
