import { describe, expect, it } from 'vitest';
import { acceptCommand } from '../../../../../engine/desk/core/person-acts.ts';
import { commandText, receiptText } from '../../../../../engine/desk/core/log-words.ts';
import type { CommandRequest, PersonCommand, Receipt } from '../../../../../engine/domain/commands.ts';
import { ACCOUNT, scopeOfBook } from '../../../../../engine/domain/scope.ts';
import { CoreDesk } from '../../../../support/core-desk.ts';

const MNQ = scopeOfBook('MNQ');
const request = (command: PersonCommand): CommandRequest => ({
  commandId: 'c-1',
  command,
  origin: { by: 'person', user: 'owner', device: 'cockpit@127.0.0.1', cause: 'key F8' },
});
const receipt = (change: Partial<Receipt> = {}): Receipt => ({
  id: 'MNQ-F1',
  scope: MNQ,
  actor: 'owner',
  reason: 'manual',
  steps: [],
  verified: true,
  ended: true,
  positions: [],
  workingOrders: 0,
  ms: 142.6,
  clock: 'wall',
  timeMs: 0,
  ...change,
});

describe('what a person did', () => {
  it('is told with who and from where', () => {
    expect(commandText(request({ kind: 'flatten', scope: MNQ }), MNQ)).toEqual({
      book: 'MNQ',
      type: 'warning',
      message: 'flatten of MNQ by owner, from cockpit@127.0.0.1: key F8',
    });
    const told = (command: PersonCommand): string => commandText(request(command), ACCOUNT).message;
    expect(told({ kind: 'flatten', scope: ACCOUNT })).toMatch(/^flatten of everything by owner/);
    expect(told({ kind: 'stop', scope: ACCOUNT })).toMatch(/^entries of all strategies stopped by owner/);
    expect(told({ kind: 'start', scope: MNQ })).toMatch(/^start of MNQ by owner/);
    expect(told({ kind: 'set-speed', speed: 10 })).toMatch(/^speed 10 by owner/);
  });

  it('is in the log with its command, in the order of the acts, and goes on counting after a restart', () => {
    const core = new CoreDesk();
    core.step();
    const act = core.desk.act(request({ kind: 'stop', scope: MNQ }).origin, true);
    acceptCommand(act, request({ kind: 'stop', scope: MNQ }));
    acceptCommand(act, { ...request({ kind: 'start', scope: MNQ }), commandId: 'c-2' });
    core.step();
    core.restart();
    core.desk.keepReceipt(receipt());
    core.step();
    const lines = core.journal.logs.filter(({ message }) => message.includes('MNQ'));
    expect(lines.map(({ message }) => message.split(',')[0])).toEqual([
      'entries of MNQ stopped by owner',
      'start of MNQ by owner',
      'flatten of MNQ: the venue says flat after 143 ms',
    ]);
    const numbers = core.journal.logs.map(({ seq }) => seq);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });
});

describe('a flatten', () => {
  it('is told when it is over, verified or not', () => {
    expect(receiptText(receipt({ ended: false, verified: false }))).toBeUndefined();
    expect(receiptText(receipt({ scope: ACCOUNT, clock: 'market' }))).toEqual({
      book: null,
      type: 'success',
      message: 'flatten of everything: the venue says flat after 143 ms of market time',
    });
    expect(receiptText(receipt({ verified: false }))).toMatchObject({
      type: 'error',
      message: 'flatten of MNQ: given up, not verified flat after 143 ms',
    });
  });
});
