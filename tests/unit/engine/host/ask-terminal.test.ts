import { PassThrough } from 'node:stream';
import { beforeEach, expect, test } from 'vitest';
import { askTerminal } from '../../../../engine/host/ask-terminal.ts';

let input: PassThrough;
let said: string[];
let withdrawal: AbortController;
const ask = () => askTerminal(['Open: MNQ long 1.'], input, (line) => said.push(line), withdrawal.signal);

beforeEach(() => {
  input = new PassThrough();
  said = [];
  withdrawal = new AbortController();
});

test('asks until an answer is understood', async () => {
  const answer = ask();
  input.write('what?\nf\n');
  expect(await answer).toBe('flatten');
  expect(said).toEqual(['Open: MNQ long 1.', 'Please answer k, f or s.']);
});

test('may ask a second time', async () => {
  const first = ask();
  input.write('s\n');
  expect(await first).toBe('stay');
  const second = ask();
  input.write('k\n');
  expect(await second).toBe('keep');
});

test('a terminal that closes, and a question that is withdrawn, keep what is open', async () => {
  const closed = ask();
  input.end();
  expect(await closed).toBe('keep');
  input = new PassThrough();
  const withdrawn = ask();
  withdrawal.abort();
  expect(await withdrawn).toBe('keep');
});
