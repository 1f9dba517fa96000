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
  commands = new PendingCommands(clock, ({ ask, request: { commandId } }) => sent.push(`${ask} ${commandId}`));
});

const request = (commandId: string, kind: 'start' | 'stop' | 'flatten'): CommandRequest => ({
  commandId,
  command: { kind, scope: { book: 'MNQ' } } as PersonCommand,
  origin: { by: 'person', user: 'owner', device: 'test', cause: 'test' },
});

test('a command is sent at once, again when the link is back, and answered once', async () => {
  const answer = commands.ask(request('A', 'start'));
  commands.sendAgain();
  commands.answered({ t: 'commandResult', ask: 1, result: { commandId: 'A', ok: true, state: 'RUN' } });
  commands.sendAgain();
  expect(await answer).toEqual({ commandId: 'A', ok: true, state: 'RUN' });
  expect(sent).toEqual(['1 A', '1 A']);
});

test('two askers with one id are answered each with what became of their own', async () => {
  const answers = [commands.ask(request('A', 'stop')), commands.ask(request('A', 'start'))];
  expect(sent).toEqual(['1 A', '2 A']);
  const result = { commandId: 'A', ok: true, state: 'EXITS_ONLY' } as const;
  commands.answered({ t: 'commandResult', ask: 1, result });
  const refusal = { commandId: 'A', ok: false, code: 'id_used', message: 'used' } as const;
  commands.answered({ t: 'commandResult', ask: 2, result: refusal });
  expect(await Promise.all(answers)).toEqual([result, refusal]);
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
    expect(sent).toEqual(['1 A', '1 A']);
    clock.advance(1);
    await answer;
    expect(String(refused)).toBe('Error: the desk did not answer');
    commands.sendAgain();
    expect(sent).toEqual(['1 A', '1 A']);
  },
);
