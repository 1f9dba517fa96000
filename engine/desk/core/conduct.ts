import type { BookId } from '../../domain/book.ts';
import type { BrokerCommand, BrokerEntry, BrokerState, StepReport } from '../../domain/broker.ts';
import type { EngineAnswer, EngineStep } from '../../domain/engine-step.ts';
import type { Receipt } from '../../domain/commands.ts';
import type { DeskCore } from './desk-core.ts';
import type { Finished, Published } from './finished.ts';
import { isReducing } from '../../domain/broker.ts';
import { ofDuty } from '../../domain/origin.ts';
import { ACCOUNT, ACCOUNT_NAME } from '../../domain/scope.ts';

/** What the conducting of market time wants done by whoever drives it, and what it gets back. */
interface Replies {
  /** Between two steps: let it be time for the next one. A driver may stop here. */
  readonly pace: undefined;
  /** Step n of the venue; undefined: the data have ended. */
  readonly advance: StepReport | undefined;
  /** Entries of the venue's log after a number. */
  readonly entries: readonly BrokerEntry[];
  /** The engines' answers to their parts of the step. */
  readonly answers: ReadonlyMap<BookId, EngineAnswer>;
  /** The venue's own books, as they are now. */
  readonly state: BrokerState;
  /** Commands on their way, to take effect within the next step. */
  readonly submit: undefined;
  /** Reducing commands, executed at once; what the venue told about them. */
  readonly execute: readonly BrokerEntry[];
  /** What is durable goes to whoever listens. */
  readonly publish: undefined;
  /** The file cannot be written: some time to pass. */
  readonly file: undefined;
}

export type Want =
  | { readonly want: 'pace' }
  | { readonly want: 'advance'; readonly n: number }
  | { readonly want: 'entries'; readonly after: number }
  | { readonly want: 'answers'; readonly messages: ReadonlyMap<BookId, EngineStep> }
  | { readonly want: 'state' }
  | { readonly want: 'submit'; readonly commands: readonly BrokerCommand[] }
  | { readonly want: 'execute'; readonly commands: readonly BrokerCommand[] }
  | {
      readonly want: 'publish';
      readonly published: Published;
      readonly views: Finished['views'];
      readonly receipts: readonly Receipt[];
    }
  | { readonly want: 'file' };

/** The answer to each want. */
export type Reply<W extends Want> = Replies[W['want']];

/** A run of market time: yields what it wants done, one after the other, until the data end. */
export type Conduct = Generator<Want, void, Replies[keyof Replies]>;

/**
 * The order of things in a step, once for the processes and for the one loop: they differ in how a want is met and in
 * nothing else (docs/step-protocol.md).
 */
export function* conduct(desk: DeskCore): Conduct {
  while (!desk.ledger.ended) {
    yield* ask({ want: 'pace' });
    const report = yield* ask({ want: 'advance', n: desk.step + 1 });
    if (report === undefined) return yield* endOfData(desk);
    yield* catchUp(desk, report);
    const messages = desk.beginStep(report);
    const answers = yield* ask({ want: 'answers', messages });
    if (desk.asksVenue) desk.hearVenue(yield* ask({ want: 'state' }));
    let finished = desk.finishStep(answers);
    while (!finished.inFile) {
      yield* out(desk, finished);
      yield* ask({ want: 'file' });
      finished = desk.retryCommit();
    }
    yield* out(desk, finished);
  }
}

/** Commands first: what was decided must not wait for those who only watch. */
function* out(desk: DeskCore, { commands, published, views }: Finished): Conduct {
  if (published === undefined) return;
  yield* ask({ want: 'submit', commands });
  yield* ask({ want: 'publish', published, views, receipts: desk.takeReceipts() });
}

/** What the venue did at once before this step comes first, whoever asked for it. */
function* catchUp(desk: DeskCore, { entries }: StepReport): Conduct {
  const first = entries[0]?.reportSeq;
  if (first === undefined || first <= desk.lastReportSeq + 1) return;
  const missed = yield* ask({ want: 'entries', after: desk.lastReportSeq });
  desk.applyImmediate(missed.filter(({ reportSeq }) => reportSeq < first));
}

/** The market has come to its end: what is held is closed at the last quotes, and the run's books with it. */
function* endOfData(desk: DeskCore): Conduct {
  const origin = ofDuty('session', 'the recording ended');
  desk.act(origin, false).startFlatten(ACCOUNT, 'end_of_data');
  for (;;) {
    const flatten = desk.ledger.flattens.get(ACCOUNT_NAME);
    if (flatten === undefined) break;
    const act = desk.act(origin, false);
    const move = desk.flattens.move(act, flatten, desk.endMs, true);
    if (move.receipt !== undefined) desk.keepReceipt(move.receipt);
    if (act.commands.length === 0 && move.asks) {
      const state = yield* ask({ want: 'state' });
      if (!desk.reconciler.take(act, state)) break;
      const { receipt } = desk.flattens.heard(act, flatten, state, desk.endMs);
      if (receipt !== undefined) desk.keepReceipt(receipt);
    }
    yield* publishAct(desk);
    if (!desk.ledger.flattens.has(ACCOUNT_NAME)) break;
    // What is still on its way (no step will come any more) is executed now; a repeat has no second effect.
    const commands = act.commands.length > 0 ? act.commands : desk.unanswered().filter(isReducing);
    if (commands.length === 0) break;
    const entries = yield* ask({ want: 'execute', commands });
    if (entries.every(({ reportSeq }) => reportSeq <= desk.lastReportSeq)) break;
    desk.applyImmediate(entries);
  }
  const published = desk.end(desk.endMs);
  if (published !== undefined) yield* ask({ want: 'publish', published, views: [], receipts: desk.takeReceipts() });
}

function* publishAct(desk: DeskCore): Conduct {
  const published = desk.commitAct();
  if (published !== undefined) yield* ask({ want: 'publish', published, views: [], receipts: desk.takeReceipts() });
}

/** Yields a want and gives its answer. A driver answers each want with its own kind of reply. */
function* ask<W extends Want>(want: W): Generator<Want, Reply<W>, Replies[keyof Replies]> {
  return (yield want) as Reply<W>;
}
