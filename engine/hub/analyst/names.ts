import type { StrategyIdentity } from '../../domain/book.ts';

/** What traders call markets, in lower case; the first that stands in a question counts. */
const NICKNAMES: readonly (readonly [RegExp, string])[] = [
  [/\b(nasdaq|nq|qqq|ndx|tech)\b/, 'MNQ'],
  [/\b(s ?(&|and|n) ?p( ?500)?|spx|spoos?|es)\b/, 'MES'],
  [/\b(gold|gc|xau)\b/, 'MGC'],
  [/\b(euros?|6e)\b/, 'M6E'],
  [/\b(crude|oil|wti)\b/, 'CL'],
  [/\bsilver\b/, 'SI'],
  [/\b(russell|small caps)\b/, 'RTY'],
  [/\b(dow|dow jones)\b/, 'YM'],
  [/\b(bitcoin|btc)\b/, 'BTCUSD'],
  [/\b(ethereum|eth)\b/, 'ETHUSD'],
  [/\b(apple)\b/, 'AAPL'],
  [/\b(tesla)\b/, 'TSLA'],
  [/\b(nvidia)\b/, 'NVDA'],
  [/\b(cable)\b/, 'GBPUSD'],
  [/\b(yen)\b/, 'USDJPY'],
];

/**
 * The market that a question names: a name that is traded or quoted here as it is written, else what traders call it. A
 * nickname of a market that is not here is given all the same, so that nobody hears about another one instead.
 */
export function symbolIn(message: string, knows: (name: string) => boolean): string | undefined {
  const nickname = NICKNAMES.find(([pattern]) => pattern.test(message.toLowerCase()))?.[1];
  const traded = nickname !== undefined && knows(nickname) ? nickname : undefined;
  const words = message.split(/[^A-Za-z0-9!]+/).filter((word) => word.length >= 2);
  // "NQ" is on watchlists too; who trades the micro means its market.
  const written = words
    .flatMap((word) => [word, word.toUpperCase()])
    .find((name) => knows(name) && (traded === undefined || !isNickname(name)));
  return written ?? traded ?? nickname;
}

function isNickname(word: string): boolean {
  return NICKNAMES.some(([pattern]) => pattern.test(word.toLowerCase()));
}

/** The strategy that a question names: by its name, by an id that is no contract's, or by number. */
export function strategyIn(message: string, strategies: readonly StrategyIdentity[]): string | undefined {
  const text = message.toLowerCase();
  const number = /\bstrategy (?:no\.? |number |#)?(\d)\b/.exec(text)?.[1];
  const found = strategies.find(
    ({ id, name, kind, number: own, root }) =>
      text.includes(name.toLowerCase()) ||
      (id !== root && text.includes(id.toLowerCase())) ||
      (kind === 'po3' && /\b(po3|power of (3|three))\b/.test(text)) ||
      String(own) === number,
  );
  return found?.id;
}
