import { expect, test } from 'vitest';
import { endQuestion, type EndFacts } from '../../../../electron/controls/end-dialog.ts';
import { accountFacts } from '../../../support/shell-facts.ts';

const asked = (change: Partial<EndFacts>) =>
  endQuestion({
    picture: { isFresh: true, account: accountFacts() },
    hasTray: true,
    isGuest: false,
    isRunning: true,
    ...change,
  });

test('nothing open, nothing running, or the engines belong to another program: no question', () => {
  const account = accountFacts({ positions: [], workingOrders: 0 });
  expect(asked({ picture: { isFresh: true, account } })).toBeUndefined();
  expect(asked({ isRunning: false })).toBeUndefined();
  expect(asked({ isGuest: true })).toBeUndefined();
});

test('a protected position on a real account: keep running is the default, quitting leaves the stop', () => {
  const question = asked({});
  expect(question?.choices).toEqual(['tray', 'flatten', 'quit', 'stay']);
  expect(question?.options.buttons?.[2]).toBe('Quit, protection stays at the broker');
  expect(question?.options.defaultId).toBe(0);
  expect(question?.options.message).toBe('Quit with 1 position, 2 working orders open?');
});

test('a position without a stop at the broker is named', () => {
  const bare = { book: 'MNQ', symbol: 'MNQZ6', side: 'long', quantity: 2, isProtected: false };
  const account = accountFacts({ positions: [bare] });
  const question = asked({ picture: { isFresh: true, account } });
  expect(question?.options.buttons?.[2]).toBe('Quit WITHOUT protection');
  expect(question?.options.detail).toContain('MNQZ6 long 2 would be left WITHOUT a stop');
});

test('a simulated account stands still meanwhile', () => {
  const account = accountFacts({ isSimulated: true });
  expect(asked({ picture: { isFresh: true, account } })?.options.detail).toContain('the simulated market stands still');
});

test('an account out of reach is asked about, whatever was known last', () => {
  const account = accountFacts({ positions: [], workingOrders: 0 });
  expect(asked({ picture: { isFresh: false, account } })?.options.message).toContain('out of reach');
  expect(asked({ picture: { isFresh: false, account: undefined } })?.options.message).toContain('not known');
});

test('without a tray nothing hides, and Enter does no harm', () => {
  const question = asked({ hasTray: false });
  expect(question?.choices).toEqual(['flatten', 'quit', 'stay']);
  expect(question?.choices[question.options.defaultId ?? -1]).toBe('stay');
  expect(question?.choices[question.options.cancelId ?? -1]).toBe('stay');
});
