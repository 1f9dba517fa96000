import type { PowerSaveBlocker } from 'electron';
import type { Picture } from '../parts/picture.ts';

/** Keeps the machine from falling asleep by itself while a position is open. */
export class KeepAwake {
  private readonly blocker: Pick<PowerSaveBlocker, 'start' | 'stop'>;
  private id: number | undefined;

  constructor(blocker: Pick<PowerSaveBlocker, 'start' | 'stop'>) {
    this.blocker = blocker;
  }

  /** Out of reach, the last known state counts: a position does not go away by not being seen. */
  update({ account }: Picture): void {
    const isWanted = (account?.positions.length ?? 0) > 0;
    if (isWanted && this.id === undefined) this.id = this.blocker.start('prevent-app-suspension');
    else if (!isWanted) this.release();
  }

  release(): void {
    if (this.id !== undefined) this.blocker.stop(this.id);
    this.id = undefined;
  }
}
