import { describe, expect, it } from 'vitest';
import type { BrokerCommand, BrokerEntry } from '../../../../../engine/domain/broker.ts';
import type { EngineAnswer } from '../../../../../engine/domain/engine-step.ts';
import type { Intent } from '../../../../../engine/domain/intent.ts';
import { conduct, type Want } from '../../../../../engine/desk/core/conduct.ts';
import { isReducing } from '../../../../../engine/domain/broker.ts';
import { CoreDesk, type TestEntry } from '../../../../support/core-desk.ts';
import { entryIntent } from '../../../../support/rows.ts';

interface Cell {
  readonly told?: readonly BrokerEntry[];
  readonly intents?: readonly Intent[];
}

/** Drives `conduct` as a process would, and writes down what it wants. Cells are the market's; then the data end. */
class Driver {
  readonly bench: CoreDesk;
  readonly wants: Want[] = [];
  /** What the venue makes of commands that are executed at once. */
  execute: (commands: readonly BrokerCommand[]) => readonly TestEntry[] = (commands) => this.bench.obeys(commands);
  /** What the venue told besides, by number. */
  log: readonly BrokerEntry[] = [];
  onWant: (want: Want) => void = () => undefined;

  constructor(bench: CoreDesk) {
    this.bench = bench;
  }

  /** Until it is done, or wants more than anybody could; false then. */
  run(cells: readonly Cell[], most = 1_000): boolean {
    const running = conduct(this.bench.desk);
    const left = [...cells];
    let intents: readonly Intent[] = [];
    let wanted = running.next();
    while (wanted.done !== true) {
      const want = wanted.value;
      this.wants.push(want);
      this.onWant(want);
      if (this.wants.length > most) return false;
      const cell = want.want === 'advance' ? left.shift() : undefined;
      if (cell !== undefined) intents = cell.intents ?? [];
      wanted = running.next(this.meet(want, cell, intents) as never);
    }
    return true;
  }

  /** Kinds of what was wanted, in order. */
  get order(): string {
    return this.wants.map(({ want }) => want).join(' ');
  }

  private meet(want: Want, cell: Cell | undefined, intents: readonly Intent[]): unknown {
    const { bench } = this;
    switch (want.want) {
      case 'advance': {
        if (cell === undefined) return undefined;
        const startMs = bench.endMs;
        bench.endMs += 250;
        const quotes = [bench.quote('MNQ', 100_000)];
        const endMs = bench.endMs;
        return { n: want.n, startMs, endMs, quotes, entries: cell.told ?? [], nextEndMs: endMs + 250 };
      }
      case 'answers': {
        const answer = ({ n }: { readonly n: number }): EngineAnswer => ({
          n,
          intents,
          bars: [],
          points: [],
          logs: [],
        });
        return new Map([...want.messages].map(([id, message]) => [id, answer(message)]));
      }
      case 'state':
        return bench.ownBooks();
      case 'entries':
        return this.log.filter(({ reportSeq }) => reportSeq > want.after);
      case 'execute':
        return bench.entries(this.execute(want.commands), true);
      case 'pace':
      case 'submit':
      case 'publish':
      case 'file':
        return undefined;
    }
  }
}

const types = (bench: CoreDesk): string[] => bench.events().map(({ type }) => type);

describe('a step', () => {
  it('is paced, advanced, answered and committed; the venue’s books are asked at the start and once a minute', () => {
    const driver = new Driver(new CoreDesk());
    driver.run([{}, {}, {}]);
    const first = 'pace advance answers state submit publish';
    const later = 'pace advance answers submit publish';
    expect(driver.order).toMatch(new RegExp(`^${first} ${later} ${later} pace advance`));
    const rest = new Driver(new CoreDesk());
    rest.run(
      Array.from({ length: 2 * 240 }, () => ({})),
      10_000,
    );
    // At the start, and at the end of each of the two minutes.
    expect(rest.order.match(/answers state/g)).toHaveLength(3);
  });

  it('sends and publishes nothing that is not in the journal, commands first', () => {
    const driver = new Driver(new CoreDesk());
    driver.onWant = (want) => {
      const rows = [...driver.bench.journal.rows()];
      if (want.want === 'publish') {
        for (const row of want.published.rows) expect(rows).toContainEqual(row);
      }
      if (want.want !== 'submit') return;
      for (const command of want.commands) {
        expect(rows.some(({ event }) => 'commandId' in event && event.commandId === command.commandId)).toBe(true);
      }
    };
    driver.run([{}, { intents: [entryIntent()] }, {}]);
    const submits = driver.wants.flatMap((want) => (want.want === 'submit' ? [want.commands.length] : []));
    expect(submits).toEqual([0, 1, 0]);
  });

  it('takes first what the venue did at once before it, each entry once', () => {
    const bench = new CoreDesk();
    bench.enter();
    const driver = new Driver(bench);
    const fills = [bench.filled('MNQ-O3', 1, 100_081), { kind: 'canceled', orderId: 'MNQ-O2', reason: 'oco' } as const];
    driver.log = bench.entries(fills, true);
    const [, told] = driver.log;
    const before = bench.desk.lastReportSeq;
    driver.run([{ told: told === undefined ? [] : [told] }]);
    expect(driver.wants.find(({ want }) => want === 'entries')).toEqual({ want: 'entries', after: before });
    expect([bench.net(), bench.desk.lastReportSeq]).toEqual([0, before + 2]);
    expect(bench.of('OrderFilled')).toHaveLength(2);
    expect(bench.of('OrderCanceled')).toHaveLength(1);
  });
});

describe('a journal that cannot be written', () => {
  it('stands market time still; what is spilled is told, entries wait for the file', () => {
    const bench = new CoreDesk();
    const driver = new Driver(bench);
    bench.step();
    bench.journal.failCommits(3);
    driver.run([{ intents: [entryIntent()] }]);
    const stood = 'submit publish file ';
    expect(driver.order).toContain(`pace advance answers ${stood}${stood}${stood}submit publish pace advance`);
    const submits = driver.wants.flatMap((want) => (want.want === 'submit' ? [want.commands.length] : []));
    expect(submits).toEqual([0, 0, 0, 1]);
  });

  it('with no spill either nothing is told or sent until one can be written', () => {
    const bench = new CoreDesk();
    const driver = new Driver(bench);
    bench.step();
    bench.journal.failCommits(2);
    bench.journal.failSpills(2);
    driver.run([{ intents: [entryIntent()] }]);
    expect(driver.order).toContain('pace advance answers file file submit publish pace advance');
  });
});

describe('the end of the data', () => {
  it('with nothing open ends the run', () => {
    const bench = new CoreDesk();
    const driver = new Driver(bench);
    expect(driver.run([{}, {}])).toBe(true);
    expect(types(bench).at(-1)).toBe('RunEnded');
    expect(bench.desk.ledger.ended).toBe(true);
    const again = new Driver(bench);
    again.run([{}]);
    expect(again.wants).toEqual([]);
  });

  it('closes what is held at once, has it verified, and then ends', () => {
    const bench = new CoreDesk();
    bench.enter();
    const driver = new Driver(bench);
    expect(driver.run([{}])).toBe(true);
    const executed = driver.wants.flatMap((want) => (want.want === 'execute' ? want.commands : []));
    expect(executed.every(isReducing)).toBe(true);
    expect(executed.filter(({ kind }) => kind === 'place')).toHaveLength(1);
    expect([bench.net(), [...bench.desk.ledger.fold.open()].length]).toEqual([0, 0]);
    expect(bench.of('FlattenStarted')).toMatchObject([{ reason: 'end_of_data', scope: { account: true } }]);
    expect(bench.of('FlattenEnded')).toMatchObject([{ verified: true }]);
    expect(bench.of('TradeClosed')).toMatchObject([{ trade: { exitReason: 'end_of_data' } }]);
    expect(types(bench).at(-1)).toBe('RunEnded');
    const receipts = driver.wants.flatMap((want) => (want.want === 'publish' ? want.receipts : []));
    expect(receipts).toMatchObject([{ verified: true, ended: true, clock: 'market' }]);
  });

  it('ends too where the venue will not close, and says that it is not flat', () => {
    const bench = new CoreDesk();
    bench.enter();
    const driver = new Driver(bench);
    driver.execute = (commands) => bench.refusesToClose(commands);
    expect(driver.run([{}])).toBe(true);
    expect(bench.net()).toBe(1);
    expect(types(bench).at(-1)).toBe('RunEnded');
    expect(bench.of('FlattenEnded').every(({ verified }) => !verified)).toBe(true);
    const receipts = driver.wants.flatMap((want) => (want.want === 'publish' ? want.receipts : []));
    expect(receipts.every(({ verified }) => !verified)).toBe(true);
  });

  it('ends where the venue tells nothing', () => {
    const bench = new CoreDesk();
    bench.enter();
    const driver = new Driver(bench);
    driver.execute = () => [];
    expect(driver.run([{}])).toBe(true);
    expect(types(bench).at(-1)).toBe('RunEnded');
  });
});
