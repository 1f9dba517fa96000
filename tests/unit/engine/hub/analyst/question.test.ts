import { describe, expect, it } from 'vitest';
import { understand } from '../../../../../engine/hub/analyst/question.ts';

const KNOWN = ['MNQ', 'MNQZ6', 'MES', 'MGC', 'M6E', 'EURUSD'];
const ask = (message: string) => understand(message, (name) => KNOWN.includes(name));

describe('the usual questions', () => {
  it.each([
    ['What is the current trend for EURUSD?', 'trend', 'EURUSD'],
    ['is the nasdaq going up or down?', 'trend', 'MNQ'],
    ['Am I long or short?', 'position', undefined],
    ['what positions are open in gold', 'position', 'MGC'],
    ['How much room is left to the daily loss limit?', 'limits', undefined],
    ['how many trades today', 'trades', undefined],
    ['show me the last 3 trades', 'trades', undefined],
    ['what was my worst trade this week', 'trades', undefined],
    ['how am i doing', 'pnl', undefined],
    ['profit yesterday?', 'pnl', undefined],
    ['what is the price of MNQZ6', 'price', 'MNQZ6'],
    ['why is it halted?', 'state', undefined],
    ['any setup or signal on MES?', 'setup', 'MES'],
    ['is the market open', 'hours', undefined],
    ['any working orders', 'orders', undefined],
    ['please buy 2 MNQ', 'act', 'MNQ'],
    ['flatten everything now', 'act', undefined],
    ['hello', 'help', undefined],
    ['colorless green ideas sleep furiously', undefined, undefined],
  ])('%s', (message, topic, symbol) => {
    expect(ask(message)).toMatchObject({ topic, symbol });
  });

  it('hears the period, the number and the order', () => {
    expect(ask('trades yesterday')).toMatchObject({ period: 'yesterday' });
    expect(ask('last 5 trades')).toMatchObject({ count: 5 });
    expect(ask('my best trade ever')).toMatchObject({ order: 'best', period: 'all' });
    expect(ask('pnl this month')).toMatchObject({ period: 'month' });
  });
});
