import { describe, expect, it } from 'vitest';
import type { BrokerCommand } from '../../../../../engine/domain/broker.ts';
import { CoreDesk, type TestEntry } from '../../../../support/core-desk.ts';
import { entryIntent } from '../../../../support/rows.ts';

/** Long 2 with two targets, break-even after the first; the first target has filled. */
function afterFirstTarget(): CoreDesk {
  const bench = new CoreDesk();
  const targets = [40, 80].map((offsetTicks) => ({ price: { offsetTicks }, qty: 1 }));
  bench.enter('MNQ', entryIntent({ qty: 2, stop: { offsetTicks: 40 }, targets, breakEvenAfterFirstTarget: true }));
  bench.step({ MNQ: 100_041 }, [
    bench.filled('MNQ-O3', 1, 100_041),
    { kind: 'updated', orderId: 'MNQ-O2', qty: 1, stopTicks: 99_961 },
  ]);
  return bench;
}

const refusals = (commands: readonly BrokerCommand[]): TestEntry[] =>
  commands.flatMap((command) =>
    command.kind === 'modify'
      ? [
          {
            kind: 'command_rejected',
            orderId: command.orderId,
            commandId: command.commandId,
            reason: 'refused',
            detail: 'price through the market',
          },
        ]
      : [],
  );

describe('the stop after the first target', () => {
  it('moves to the average entry', () => {
    const bench = afterFirstTarget();
    bench.step({ MNQ: 100_041 }, bench.obeys(bench.sent));
    expect(bench.desk.ledger.order('MNQ-O2')).toMatchObject({ status: 'working', stopTicks: 100_001 });
    for (let i = 0; i < 20; i += 1) bench.step({ MNQ: 100_041 });
    expect(bench.of('ModifySubmitted')).toHaveLength(1);
  });

  it('refused, is tried three times in all, then it is said, and the stop stays', () => {
    const bench = afterFirstTarget();
    for (let i = 0; i < 240; i += 1) bench.step({ MNQ: 100_041 }, refusals(bench.sent));
    expect(bench.of('ModifySubmitted')).toHaveLength(3);
    expect(bench.alarms('protection_failed')).toHaveLength(1);
    expect(bench.desk.ledger.order('MNQ-O2')).toMatchObject({ status: 'working', stopTicks: 99_961 });
  });

  it('counts its tries over a restart', () => {
    const bench = afterFirstTarget();
    for (let i = 0; i < 60; i += 1) {
      bench.step({ MNQ: 100_041 }, refusals(bench.sent));
      if (i % 10 === 0) bench.restart();
    }
    expect(bench.of('ModifySubmitted')).toHaveLength(3);
  });

  it('is not after a part of the first target', () => {
    const bench = new CoreDesk();
    const targets = [{ price: { offsetTicks: 40 }, qty: 2 }];
    bench.enter('MNQ', entryIntent({ qty: 2, stop: { offsetTicks: 40 }, targets, breakEvenAfterFirstTarget: true }));
    bench.step({ MNQ: 100_041 }, [
      bench.filled('MNQ-O3', 1, 100_041, 1),
      { kind: 'updated', orderId: 'MNQ-O2', qty: 1, stopTicks: 99_961 },
    ]);
    bench.step({ MNQ: 100_041 });
    expect(bench.of('ModifySubmitted')).toEqual([]);
  });
});
