import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** Input that a terminal shows nothing of; a pipe gives its first line. */
export async function askPassword(
  prompt: string,
  input: Readable & { readonly isTTY?: boolean; setRawMode?: (raw: boolean) => unknown },
  output: Writable,
): Promise<string> {
  if (input.isTTY !== true) return firstLine(input);
  output.write(prompt);
  input.setRawMode?.(true);
  try {
    return await hidden(input);
  } finally {
    input.setRawMode?.(false);
    output.write('\n');
  }
}

function firstLine(input: Readable): Promise<string> {
  return new Promise((resolve) => {
    const lines = createInterface({ input });
    lines.once('line', (line) => {
      resolve(line);
      lines.close();
    });
    lines.once('close', () => resolve(''));
  });
}

function hidden(input: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    let typed = '';
    const onData = (chunk: Buffer): void => {
      for (const letter of chunk.toString('utf8')) {
        if (letter === '\r' || letter === '\n') return done(() => resolve(typed));
        if (letter === '\u0003') return done(() => reject(new Error('canceled')));
        typed = letter === '\u007f' || letter === '\b' ? typed.slice(0, -1) : typed + letter;
      }
    };
    const done = (end: () => void): void => {
      input.off('data', onData);
      input.pause();
      end();
    };
    input.on('data', onData);
    input.resume();
  });
}
