import { beforeEach, describe, expect, test } from 'vitest';
import type { EndChoice } from '../../../../engine/host/end-question.ts';
import { OrderedEnd } from '../../../../engine/host/ordered-end.ts';

let did: string[];
let isOpen: boolean;
let answer: PromiseWithResolvers<EndChoice>;
let flat: PromiseWithResolvers<boolean>;

function end(hasTerminal = true): OrderedEnd {
  return new OrderedEnd({
    isAnythingOpen: () => isOpen,
    ask: hasTerminal
      ? (withdrawn) => {
          did.push('ask');
          withdrawn.addEventListener('abort', () => {
            did.push('withdrawn');
            answer.resolve('keep');
          });
          return answer.promise;
        }
      : undefined,
    flatten: () => {
      did.push('flatten');
      return flat.promise;
    },
    say: (line) => did.push(line),
    stop: (reason) => did.push(`stop: ${reason}`),
    hurry: () => did.push('hurry'),
  });
}

/** What was decided is carried out. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => {
  did = [];
  isOpen = true;
  answer = Promise.withResolvers();
  flat = Promise.withResolvers();
});

describe('at Ctrl-C', () => {
  test('nothing is asked where nothing is open', () => {
    isOpen = false;
    end().interrupted();
    expect(did).toEqual(['stop: SIGINT']);
  });

  test('nothing is asked where there is no terminal, and a second one ends by force', () => {
    const ending = end(false);
    ending.interrupted();
    ending.interrupted();
    expect(did).toEqual(['stop: SIGINT', 'hurry']);
  });

  test('a person keeps it', async () => {
    end().interrupted();
    answer.resolve('keep');
    await settled();
    expect(did).toEqual(['ask', 'withdrawn', 'stop: asked on the terminal']);
  });

  test('a person stays, and is asked again the next time', async () => {
    const ending = end();
    ending.interrupted();
    answer.resolve('stay');
    await settled();
    ending.interrupted();
    expect(did).toEqual(['ask', 'Pitwall stays.', 'ask']);
  });

  test('a person flattens, and it ends when the venue says that it is flat', async () => {
    end().interrupted();
    answer.resolve('flatten');
    await settled();
    expect(did).toEqual(['ask', 'Flattening everything …', 'flatten']);
    flat.resolve(true);
    await settled();
    expect(did.slice(3)).toEqual(['withdrawn', 'stop: flat, as asked on the terminal']);
  });

  test('it stays when the venue does not say so', async () => {
    end().interrupted();
    answer.resolve('flatten');
    flat.resolve(false);
    await settled();
    expect(did.at(-1)).toBe('The venue has not said that everything is flat. Pitwall stays; the flatten goes on.');
  });

  test('once more while the question stands means: keep, and a third one ends by force', async () => {
    const ending = end();
    ending.interrupted();
    ending.interrupted();
    await settled();
    ending.interrupted();
    expect(did).toEqual(['ask', 'withdrawn', 'stop: SIGINT', 'hurry']);
  });
});

test('SIGTERM asks nobody, also while somebody is asked or everything is flattened', async () => {
  end().terminated('SIGTERM');
  const asked = end();
  asked.interrupted();
  asked.terminated('SIGTERM');
  await settled();
  expect(did).toEqual(['stop: SIGTERM', 'ask', 'withdrawn', 'stop: SIGTERM']);
  did = [];
  answer = Promise.withResolvers();
  const flattening = end();
  flattening.interrupted();
  answer.resolve('flatten');
  await settled();
  flattening.terminated('SIGHUP');
  flat.resolve(true);
  await settled();
  expect(did).toEqual(['ask', 'Flattening everything …', 'flatten', 'withdrawn', 'stop: SIGHUP']);
});
