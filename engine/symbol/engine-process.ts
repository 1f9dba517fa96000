import type { Bar } from '../domain/bar.ts';
import type { Clock } from '../ports/clock.ts';
import type { CommandRequest, CommandResult } from '../domain/commands.ts';
import type { DeskToEngine, EngineToDesk } from '../wire/link/messages.ts';
import type { EngineAnswer, EngineSeed } from '../domain/engine-step.ts';
import type { LinkEnd } from '../ports/link.ts';
import type { Logger } from '../ports/logger.ts';
import type { StrategyView } from '../domain/intent.ts';
import type { SymbolPublisher } from './server/symbol-server-deps.ts';
import { PendingCommands } from '../adapters/link/pending-commands.ts';
import type { EnginePipeline } from './pipeline/pipeline.ts';

interface Pending {
  readonly n: number;
  readonly bars: readonly { readonly bar: Bar; readonly json: string | undefined }[];
  readonly view: StrategyView | undefined;
  readonly forming: Bar | undefined;
}

export interface EngineDeps {
  readonly pipeline: EnginePipeline;
  readonly publisher: SymbolPublisher;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Open time of the newest bar that the server shows already. */
  readonly lastBarMs: number;
  readonly onShutdown: (message: string) => void;
}

/**
 * One engine: answers each step of the desk, and publishes what belongs to a step only when the desk says that it is
 * committed. The link may break and come back (a desk that restarts); the pipeline is then restored by the desk.
 */
export class EngineProcess {
  /** Last journal row that was published here, for the next hello. */
  lastSeq: number | undefined;
  private readonly deps: EngineDeps;
  private end: LinkEnd<EngineToDesk, DeskToEngine> | undefined;
  private readonly pending: Pending[] = [];
  private readonly commands: PendingCommands;
  private committed = 0;
  /** Steps up to this one were taken without this engine. */
  private missedTo: number | undefined;
  private lastBarMs: number;
  private contractId = '';

  constructor(deps: EngineDeps) {
    this.deps = deps;
    this.commands = new PendingCommands(deps.clock, (asked) => {
      if (this.end?.open === true) this.end.send(asked);
    });
    this.lastBarMs = deps.lastBarMs;
  }

  /** A link that was welcomed. Resolves with the reason when it is gone. */
  attach(end: LinkEnd<EngineToDesk, DeskToEngine>, url: string): Promise<string> {
    this.end = end;
    end.onMessage((message) => this.take(message));
    end.send({ t: 'serving', url, connections: 0 });
    this.commands.sendAgain();
    this.deps.publisher.deskLink(true, 'the desk is back');
    return new Promise((resolve) => {
      end.onClose((reason) => {
        this.end = undefined;
        this.deps.publisher.deskLink(false, `no link to the desk: ${reason}`);
        resolve(reason);
      });
    });
  }

  /** A person's command to the desk. Rejects when it did not answer in time. */
  command(request: CommandRequest): Promise<CommandResult> {
    return this.commands.ask(request);
  }

  private take(message: DeskToEngine): void {
    const { publisher } = this.deps;
    switch (message.t) {
      case 'restore':
        this.deps.pipeline.restore(message.snapshot);
        this.committed = message.committed;
        this.missedTo = message.missedTo;
        this.pending.length = 0;
        if (message.seed !== undefined) this.seed(message.seed);
        this.followContract(message.contractId);
        return;
      case 'step':
        this.answer(message);
        return;
      case 'committed':
        this.committed = Math.max(this.committed, message.n);
        this.flush();
        this.publishRows(message);
        return;
      case 'account':
        publisher.publishAccount(message.view);
        return;
      case 'grants':
        publisher.publishGrants(message.grants);
        return;
      case 'sources':
        publisher.publishSources(message.ages);
        return;
      case 'commandResult':
        this.commands.answered(message);
        return;
      case 'flatten':
        publisher.flattenProgress(message);
        return;
      case 'receipt':
        publisher.receipt(message.receipt);
        return;
      case 'shutdown':
        this.deps.onShutdown(message.message);
        return;
      default:
        return;
    }
  }

  /** The past that nobody formed is told to the desk, and shown when a later step is committed. */
  private seed(seed: EngineSeed): void {
    const { pipeline, logger } = this.deps;
    const seeded = pipeline.seed(seed);
    const text = `the steps since then are no longer kept: ${seeded.bars.length} bars from the market stand in for them`;
    logger.warn(text, { untilMs: seed.untilMs });
    this.end?.send({ t: 'seeded', ...seeded });
    const bars = seeded.bars.map((bar, index) => ({ bar, json: seeded.points[index]?.json }));
    this.pending.push({ n: this.committed, bars, view: undefined, forming: undefined });
  }

  private answer(step: Extract<DeskToEngine, { t: 'step' }>): void {
    const { pipeline } = this.deps;
    if (this.missedTo !== undefined && step.n > this.missedTo) {
      pipeline.renewSetups();
      this.missedTo = undefined;
    }
    const answer: EngineAnswer = pipeline.step(step);
    this.end?.send({ t: 'done', ...answer });
    this.pending.push({
      n: step.n,
      bars: answer.bars.map((bar, index) => ({ bar, json: answer.points[index]?.json })),
      view: answer.view,
      forming: step.quotes.length > 0 ? pipeline.forming : undefined,
    });
    // Steps of a restore are committed already.
    if (step.n <= this.committed) this.flush();
  }

  /** Publishes what belongs to committed steps, each bar once. */
  private flush(): void {
    const { publisher, pipeline } = this.deps;
    let forming: Bar | undefined;
    for (let next = this.pending[0]; next !== undefined && next.n <= this.committed; next = this.pending[0]) {
      this.pending.shift();
      if (next.forming !== undefined) forming = next.forming;
      for (const { bar, json } of next.bars) {
        if (bar.timeMs <= this.lastBarMs) continue;
        this.lastBarMs = bar.timeMs;
        if (pipeline.contract !== '') this.followContract(pipeline.contract);
        publisher.publishBar(bar, json);
      }
      if (next.view !== undefined) publisher.publishView(next.view);
    }
    if (forming !== undefined && forming.timeMs > this.lastBarMs) publisher.publishTick(forming);
  }

  private followContract(contractId: string): void {
    if (this.contractId !== '' && this.contractId !== contractId) this.deps.publisher.roll(contractId);
    this.contractId = contractId;
  }

  private publishRows(message: Extract<DeskToEngine, { t: 'committed' }>): void {
    const fresh = message.rows.filter((row) => row.seq > (this.lastSeq ?? 0));
    const last = fresh.at(-1);
    if (last !== undefined) {
      this.lastSeq = last.seq;
      this.deps.publisher.publishRows(fresh);
    }
    if (message.logs.length > 0) this.deps.publisher.publishLogs(message.logs);
  }
}
