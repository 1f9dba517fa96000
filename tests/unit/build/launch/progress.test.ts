import { expect, test, vi } from 'vitest';
import { Progress, seconds } from '../../../../build/launch/progress.mjs';

function recorder(isTTY: boolean): { readonly progress: Progress; readonly text: () => string } {
  let text = '';
  const stream = { isTTY, write: (chunk: string) => void (text += chunk) };
  return { progress: new Progress(stream as unknown as NodeJS.WriteStream), text: () => text };
}

test('in a log a long step is never silent for more than a few seconds', async () => {
  vi.useFakeTimers();
  try {
    const { progress, text } = recorder(false);
    let finish = (): void => undefined;
    const step = progress.step('Installing', (describe) => {
      describe('3 of 9');
      return new Promise<void>((resolve) => {
        finish = resolve;
      });
    });
    await vi.advanceTimersByTimeAsync(9_500);
    finish();
    await step;
    expect(text().match(/Installing … 3 of 9/g)).toHaveLength(3);
    expect(text()).toMatch(/Installing: done/);
    expect(text()).not.toContain('\r');
  } finally {
    vi.useRealTimers();
  }
});

test('on a terminal the line is rewritten; a failure is told and passed on', async () => {
  const { progress, text } = recorder(true);
  await expect(progress.step('Building', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(text()).toMatch(/\r.*Building: FAILED/);
});

test('seconds are short', () => {
  expect([seconds(1234), seconds(61_400)]).toEqual(['1.2 s', '61 s']);
});
