import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { ProcessProbe } from '../ports/process-probe.ts';
import { Life, MOST_OF_A_LOOK_MS, OVERDUE_MS } from './life.ts';

/** How long a process is waited for, in milliseconds. */
export interface Patience {
  /** Of time in which it could have got on. */
  readonly fairMs: number;
  /** Of time on the wall, however busy the machine is. */
  readonly wallMs: number;
}

export const PATIENCE = {
  /** An engine (the market waits for it), and whatever stands between a person and something that is open. */
  prompt: { fairMs: 1_250, wallMs: 60_000 },
  /** The others. */
  silent: { fairMs: 5_000, wallMs: 60_000 },
  /** From its start until it serves. */
  start: { fairMs: 30_000, wallMs: 600_000 },
  /** From the loss of the desk until it has it again. */
  back: { fairMs: 4_000, wallMs: 60_000 },
  /** An answer that the desk says it owes. */
  owed: { fairMs: 500, wallMs: 60_000 },
} as const satisfies Record<string, Patience>;

/** Twice as patient after each end that we made of it, at most eight times: load alone must not feed a loop. */
const MOST_DOUBLINGS = 3;
/** Who served for so long has shown that it gets on: patience is as at first. */
const HEALTHY_MS = 60_000;
/** How often a start that takes long is told of. */
const TOLD_MS = 15_000;
/** A silence of so long is worth a line. */
const SILENCE_TOLD_MS = 2_000;
/** The desk repeats what it says of an engine that owes an answer; older words do not count. */
const OWED_FRESH_MS = 1_500;

/** A process that hangs, and why it is believed to. */
export interface Hung {
  readonly name: string;
  readonly why: string;
}

interface Deadline {
  readonly patience: Patience;
  readonly what: string;
  fairMs: number;
  wallMs: number;
  toldMs: number;
}

/** What the desk said of an answer that is owed: first and last, in fair time and on the wall. */
interface Debt {
  readonly fromFairMs: number;
  readonly fromMs: number;
  fairMs: number;
  saidMs: number;
}

interface Watched {
  readonly name: string;
  readonly pid: () => number | undefined;
  readonly isPrompt: boolean;
  /** It does not beat for this host: what the desk says of it is all that is known. */
  readonly isMute: boolean;
  /** Whom it needs to come up: while that one does not get on, its own time stands. */
  readonly needs: string | undefined;
  readonly life: Life;
  deadline: Deadline | undefined;
  upMs: number | undefined;
  /** Since when it beats as it should. */
  healthyFromMs: number;
  owed: Debt | undefined;
  saidSilence: boolean;
}

export interface Began {
  /** Asked at each look: some processes have none before they have come up. */
  readonly pid: () => number | undefined;
  /** Everybody's market waits for it. */
  readonly isPrompt: boolean;
  readonly needs?: string;
  /** Its start may take as long as it needs. */
  readonly isUnlimited: boolean;
  /** A process of an earlier host: it does not beat for this one, and the desk alone says whether it is silent. */
  readonly isMute?: boolean;
}

/** Decides which children hang, from their beats and from what the system tells of them. Acts on nothing itself. */
export class Watchdog {
  /** Something is open: whoever hangs is noticed as soon as can be told. */
  isExposed = false;
  private readonly clock: Clock;
  private readonly logger: Logger;
  private readonly probe: ProcessProbe;
  private readonly watched = new Map<string, Watched>();
  /** Ends that we made of a process, one after the other. */
  private readonly ends = new Map<string, number>();
  private lookedMs: number;

  constructor(clock: Clock, logger: Logger, probe: ProcessProbe) {
    this.clock = clock;
    this.logger = logger;
    this.probe = probe;
    this.lookedMs = clock.monotonicMs();
  }

  began(name: string, { pid, isPrompt, needs, isUnlimited, isMute = false }: Began): void {
    const deadline = isUnlimited ? undefined : this.deadline(name, PATIENCE.start, 'does not come up');
    const nowMs = this.clock.monotonicMs();
    this.watched.set(name, {
      name,
      pid,
      isPrompt,
      isMute,
      needs,
      life: new Life(nowMs),
      deadline,
      upMs: undefined,
      healthyFromMs: nowMs,
      owed: undefined,
      saidSilence: false,
    });
  }

  ended(name: string): void {
    this.watched.delete(name);
  }

  up(name: string): void {
    const watched = this.watched.get(name);
    if (watched === undefined) return;
    watched.deadline = undefined;
    if (watched.upMs !== undefined) return;
    watched.upMs = this.clock.monotonicMs();
    watched.healthyFromMs = watched.upMs;
  }

  /** It lost the desk. */
  mustBeBack(name: string): void {
    const watched = this.watched.get(name);
    if (watched !== undefined) watched.deadline = this.deadline(name, PATIENCE.back, 'did not come back to the desk');
  }

  heard(name: string, lagMs: number): void {
    const watched = this.watched.get(name);
    if (watched === undefined) return;
    watched.life.heard(this.clock.monotonicMs(), lagMs);
    watched.saidSilence = false;
  }

  /** The desk has waited in vain for an answer of this engine, or a word of a mute one. */
  owes(name: string): void {
    const watched = this.watched.get(name);
    if (watched === undefined) return;
    const nowMs = this.clock.monotonicMs();
    const { fairMs } = watched.life;
    const isNew = watched.owed === undefined || nowMs - watched.owed.saidMs > OWED_FRESH_MS;
    const first = isNew ? undefined : watched.owed;
    watched.owed = {
      fromFairMs: first?.fromFairMs ?? fairMs,
      fromMs: first?.fromMs ?? nowMs,
      fairMs,
      saidMs: nowMs,
    };
  }

  /** To be called every `LOOK_MS`, after what children said was read. Each is named once, and to be ended. */
  look(): readonly Hung[] {
    const nowMs = this.clock.monotonicMs();
    const passedMs = Math.min(nowMs - this.lookedMs, MOST_OF_A_LOOK_MS);
    this.lookedMs = nowMs;
    const fair = new Map<string, number>();
    for (const { name, pid, life } of this.watched.values()) {
      fair.set(
        name,
        life.look(nowMs, () => {
          const id = pid();
          return id === undefined ? undefined : this.probe(id);
        }),
      );
    }
    return [...this.watched.values()].flatMap((watched) => {
      const why = this.overdue(watched, fair, passedMs, nowMs) ?? this.silence(watched, nowMs) ?? this.debt(watched);
      if (why === undefined) return [];
      this.watched.delete(watched.name);
      this.ends.set(watched.name, (this.ends.get(watched.name) ?? 0) + 1);
      return [{ name: watched.name, why }];
    });
  }

  /** A start, or a way back to the desk, that takes too long. */
  private overdue(
    { name, life, needs, deadline }: Watched,
    fair: ReadonlyMap<string, number>,
    passedMs: number,
    nowMs: number,
  ): string | undefined {
    if (deadline === undefined) return undefined;
    const needed = needs === undefined ? undefined : this.watched.get(needs);
    // Without the one whom it needs it cannot come up: that is no fault of its own.
    if (needs !== undefined && needed?.upMs === undefined) return undefined;
    deadline.fairMs += Math.min(fair.get(name) ?? 0, needs === undefined ? Infinity : (fair.get(needs) ?? 0));
    deadline.wallMs += passedMs;
    const { patience, what, fairMs, wallMs } = deadline;
    if (fairMs >= patience.fairMs) return `${what} within ${seconds(patience.fairMs)}`;
    if (wallMs >= patience.wallMs) return `${what} within ${seconds(patience.wallMs)}, the longest it is waited for`;
    if (wallMs - deadline.toldMs >= TOLD_MS) {
      deadline.toldMs = wallMs;
      const cpu = life.cpuMs === undefined ? '' : `, with ${seconds(life.cpuMs)} of processor time`;
      const silent = seconds(life.silentMs(nowMs));
      this.logger.info(
        `still waiting for ${name}: ${seconds(wallMs)}${cpu}, last heard ${silent} ago; ` +
          `at most ${seconds(patience.wallMs)}`,
      );
    }
    return undefined;
  }

  private silence(watched: Watched, nowMs: number): string | undefined {
    const { name, life, upMs, isPrompt, isMute } = watched;
    if (isMute) return undefined;
    // Also before it is up: a start may take as long as it needs, but not in silence.
    if (upMs === undefined && !life.hasBeaten) return undefined;
    const serving = isPrompt || this.isExposed ? PATIENCE.prompt : PATIENCE.silent;
    const { fairMs, wallMs } = this.patience(name, upMs === undefined ? PATIENCE.start : serving, life.isComputing);
    const silentMs = life.silentMs(nowMs);
    if (life.silentFairMs >= fairMs) return `is silent for ${seconds(silentMs)}`;
    if (life.listenedInVainMs >= wallMs)
      return `is silent for ${seconds(silentMs)}, the longest a busy machine excuses`;
    if (silentMs >= SILENCE_TOLD_MS && life.silentFairMs < silentMs / 2 && !watched.saidSilence) {
      watched.saidSilence = true;
      this.logger.warn(
        `${name} is silent for ${seconds(silentMs)}, for it is not given a processor: the machine is busy. ` +
          `It is waited for, at most ${seconds(wallMs)}`,
      );
    }
    if (silentMs >= OVERDUE_MS || upMs === undefined) watched.healthyFromMs = nowMs;
    else if (nowMs - watched.healthyFromMs >= HEALTHY_MS) this.ends.delete(name);
    return undefined;
  }

  private debt({ name, owed }: Watched): string | undefined {
    if (owed === undefined) return undefined;
    const { fairMs, wallMs } = this.patience(name, PATIENCE.owed);
    const hangs = owed.fairMs - owed.fromFairMs >= fairMs || owed.saidMs - owed.fromMs >= wallMs;
    return hangs ? 'does not answer the desk' : undefined;
  }

  private deadline(name: string, patience: Patience, what: string): Deadline {
    return { patience: this.patience(name, patience), what, fairMs: 0, wallMs: 0, toldMs: 0 };
  }

  private patience(name: string, { fairMs, wallMs }: Patience, isComputing = false): Patience {
    const times = 2 ** Math.min(this.ends.get(name) ?? 0, MOST_DOUBLINGS);
    // What is stopped or waits without excuse is ended as promptly as before; only the wait for what gets on grows.
    const grows = isComputing || fairMs >= PATIENCE.back.fairMs;
    return { fairMs: grows ? fairMs * times : fairMs, wallMs: wallMs * times };
  }
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)} s`;
}
