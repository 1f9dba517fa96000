import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { choiceOf, type EndChoice } from './end-question.ts';

/**
 * Asks on a terminal until an answer is understood. A terminal that closes can answer nothing more: keep.
 * @param withdrawn the question is over; resolves with `keep`
 */
export function askTerminal(
  question: readonly string[],
  input: Readable,
  say: (line: string) => void,
  withdrawn: AbortSignal,
): Promise<EndChoice> {
  return new Promise((resolve) => {
    // Not as a terminal: Ctrl-C stays a signal.
    const lines = createInterface({ input, terminal: false });
    let choice: EndChoice = 'keep';
    lines.on('line', (line) => {
      const found = choiceOf(line);
      if (found === undefined) {
        say('Please answer k, f or s.');
        return;
      }
      choice = found;
      lines.close();
    });
    lines.on('close', () => {
      // What is typed later belongs to nobody here; a terminal that is read would keep the process.
      input.pause();
      resolve(choice);
    });
    withdrawn.addEventListener('abort', () => lines.close());
    for (const line of question) say(line);
  });
}
