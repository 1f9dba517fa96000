import { beforeEach, expect, test } from 'vitest';
import { PendingCommands } from '../../../../../engine/adapters/link/pending-commands.ts';
import type { CommandRequest, PersonCommand } from '../../../../../engine/domain/commands.ts';
import { ManualClock } from '../../../../../engine/ports/clock.ts';

let clock: ManualClock;
let sent: string[];
let commands: PendingCommands;

beforeEach(() => {
  clock = new ManualClock();
  sent = [];
  commands = new PendingCommands(clock, ({ commandId }) => sent.push(commandId));
});

const request = (commandId: string, kind: 'start' | 'stop' | 'flatten'): CommandRequest => ({
  commandId,
  command: { kind, scope: { book: 'MNQ' } } as PersonCommand,
  origin: { by: 'person', user: 'owner', device: 'test', cause: 'test' },
});

test('a command is sent at once, again when the link is back, and answered once', async () => {
  const answer = commands.ask(request('A', 'start'));
  commands.sendAgain();
  commands.answered({ commandId: 'A', ok: true, state: 'RUN' });
  commands.sendAgain();
  expect(await answer).toEqual({ commandId: 'A', ok: true, state: 'RUN' });
  expect(sent).toEqual(['A', 'A']);
});

test('who asks the same twice is answered twice', async () => {
  const answers = [commands.ask(request('A', 'stop')), commands.ask(request('A', 'stop'))];
  commands.answered({ commandId: 'A', ok: true, state: 'EXITS_ONLY' });
  expect(await Promise.all(answers)).toHaveLength(2);
});

test.each([
  ['start', 10_000],
  ['stop', 60_000],
  ['flatten', 60_000],
] as const)(
  'a %s that nobody answers is refused after %i ms, and never sent again: nothing starts late',
  async (kind, ms) => {
    let refused: unknown;
    const answer = commands.ask(request('A', kind)).catch((error: unknown) => (refused = error));
    clock.advance(ms - 1);
    commands.sendAgain();
    expect(sent).toEqual(['A', 'A']);
    clock.advance(1);
    await answer;
    expect(String(refused)).toBe('Error: the desk did not answer');
    commands.sendAgain();
    expect(sent).toEqual(['A', 'A']);
  },
);
