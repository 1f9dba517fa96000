import { expect, test } from 'vitest';
import { askEnd, flattenToEnd, type LeavingOptions } from '../../../../electron/controls/leaving.ts';
import { UNKNOWN } from '../../../../electron/parts/picture.ts';

function leaving(response: number, isFlat = true, isRunning = true): { options: LeavingOptions; asked: string[] } {
  const asked: string[] = [];
  const answer = (...args: unknown[]) => {
    asked.push((args.at(-1) as { message: string }).message);
    return Promise.resolve({ response, checkboxChecked: false });
  };
  const options: LeavingOptions = {
    dialog: { showMessageBox: answer },
    facts: () => ({ picture: UNKNOWN, hasTray: true, isGuest: false, isRunning }),
    flatten: () => Promise.resolve(isFlat),
  };
  return { options, asked };
}

test('nothing at stake: nobody is asked', async () => {
  const { options, asked } = leaving(0, true, false);
  expect(await askEnd(options)).toBeUndefined();
  expect(asked).toEqual([]);
});

test('the answer is the button that was pressed, and a closed dialog stays', async () => {
  const answers = [0, 1, 2, 3, 99].map((response) => askEnd(leaving(response).options));
  expect(await Promise.all(answers)).toEqual(['tray', 'flatten', 'quit', 'stay', 'stay']);
});

test('a flatten that is not verified is a question of its own, and staying is the default', async () => {
  expect(await flattenToEnd(leaving(0).options)).toBe(true);
  const { options, asked } = leaving(0, false);
  expect(await flattenToEnd(options)).toBe(false);
  expect(asked).toEqual(['It could not be verified that everything is flat.']);
  expect(await flattenToEnd(leaving(1, false).options)).toBe(true);
});
