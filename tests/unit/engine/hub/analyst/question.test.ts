import { describe, expect, it } from 'vitest';
import { STRATEGIES } from '../../../../../engine/domain/book.ts';
import { understand } from '../../../../../engine/hub/analyst/question.ts';

const KNOWN = ['MNQ', 'MNQZ6', 'MES', 'MGC', 'M6E', 'EURUSD', 'NQ', 'ES', 'GC'];
const ask = (message: string) => understand(message, (name) => KNOWN.includes(name), STRATEGIES);

describe('the usual questions', () => {
  it.each([
    ['What is the current trend for EURUSD?', 'trend', 'EURUSD'],
    ['is the nasdaq going up or down?', 'trend', 'MNQ'],
    ["How's gold looking?", 'trend', 'MGC'],
    ['Which way is the S&P going?', 'trend', 'MES'],
    ['how is NQ doing', 'trend', 'MNQ'],
    ['Am I long or short?', 'position', undefined],
    ['what positions are open in gold', 'position', 'MGC'],
    ['am I flat?', 'position', undefined],
    ["what's open right now?", 'position', undefined],
    ["where's my stop", 'position', undefined],
    ['how long have I been in this trade', 'position', undefined],
    ['How much room is left to the daily loss limit?', 'limits', undefined],
    ["how much can I still lose before I'm shut down?", 'limits', undefined],
    ['how much margin am I using', 'limits', undefined],
    ['how many trades today', 'trades', undefined],
    ['show me the last 3 trades', 'trades', undefined],
    ['what was my worst trade this week', 'trades', undefined],
    ['biggest loser today?', 'trades', undefined],
    ["what's my win rate this week", 'stats', undefined],
    ['expectancy in R this month', 'stats', undefined],
    ['profit factor', 'stats', undefined],
    ['what was my best day this month', 'best-day', undefined],
    ['which strategy lost the most today', 'compare', undefined],
    ['how am i doing', 'pnl', undefined],
    ['are we up or down today', 'pnl', undefined],
    ['profit yesterday?', 'pnl', undefined],
    ['P&L for MES today', 'pnl', 'MES'],
    ['how did MGC do yesterday', 'pnl', 'MGC'],
    ['how did I do last week', 'pnl', undefined],
    ['what happened on november 18', 'pnl', undefined],
    ['how much have I paid in fees today', 'fees', undefined],
    ["what's my account balance", 'balance', undefined],
    ["what's my drawdown", 'drawdown', undefined],
    ['what is the price of MNQZ6', 'price', 'MNQZ6'],
    ["what's the spread on ES", 'price', 'MES'],
    ["what's the ATR on MNQ", 'range', 'MNQ'],
    ['what was the high today in gold', 'range', 'MGC'],
    ['how volatile is it today', 'range', undefined],
    ['what is the RSI', 'indicators', undefined],
    ["what's the squeeze doing on MES", 'indicators', 'MES'],
    ['why is it halted?', 'state', undefined],
    ['are all strategies running', 'state', undefined],
    ['why did MNQ not take that trade?', 'why-not', 'MNQ'],
    ['why is MGC not trading', 'why-not', 'MGC'],
    ['who closed my position', 'why-closed', undefined],
    ['any setup or signal on MES?', 'setup', 'MES'],
    ['is the market open', 'hours', undefined],
    ['when is the next holiday', 'hours', undefined],
    ['any working orders', 'orders', undefined],
    ['is anything wrong?', 'health', undefined],
    ['is the feed ok?', 'health', undefined],
    ['should I buy?', 'advice', undefined],
    ['please buy 2 MNQ', 'act', 'MNQ'],
    ['flatten everything now', 'act', undefined],
    ['close my MNQ position', 'act', 'MNQ'],
    ['raise my loss limit to 5000', 'act', undefined],
    ['where are we', 'summary', undefined],
    ["how's my day", 'summary', undefined],
    ['did the ES strategy win today', 'pnl', 'MES'],
    ['what time is it in the market', 'hours', undefined],
    ['when do we flatten', 'hours', undefined],
    ["what's the vol like in nasdaq", 'range', 'MNQ'],
    ['what signals did we miss', 'why-not', undefined],
    ['how many wins in a row', 'stats', undefined],
    ['worst week', undefined, undefined],
    ['hello', 'help', undefined],
    ['tell me a joke', undefined, undefined],
    ['colorless green ideas sleep furiously', undefined, undefined],
  ])('%s', (message, topic, symbol) => {
    expect(ask(message)).toMatchObject({ topic, symbol });
  });

  it('hears strategies by name, number and nickname, and does not take them for their market', () => {
    for (const message of ['how is MGC-PO3 doing', 'how did PO3 do', 'P&L of strategy 5'])
      expect([message, ask(message)]).toMatchObject([
        message,
        { topic: 'pnl', strategy: 'MGC-PO3', symbol: undefined },
      ]);
    expect(ask('what is po3 waiting for')).toMatchObject({ topic: 'setup', strategy: 'MGC-PO3' });
    expect(ask('how did MNQ-WINNER do')).toMatchObject({ strategy: 'MNQ' });
  });

  it('hears the number and the order', () => {
    expect(ask('last 5 trades')).toMatchObject({ count: 5 });
    expect(ask('my last three MES trades')).toMatchObject({ count: 3, symbol: 'MES' });
    expect(ask('trades of the last 7 days')).toMatchObject({ count: undefined, period: { lastDays: 7 } });
    expect(ask('what did the last trade cost')).toMatchObject({ count: 1 });
    expect(ask('my best trade ever')).toMatchObject({ order: 'best', period: 'all' });
  });

  it('says the market that was meant, also where it is not here', () => {
    expect(ask("how's crude looking")).toMatchObject({ topic: 'trend', symbol: 'CL' });
  });
});
