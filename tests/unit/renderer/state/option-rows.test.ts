import { describe, expect, it } from 'vitest';
import { ENGINE, found, optionRows } from '../../../../renderer/state/option-rows.ts';
import type { ToldOptions } from '../../../../engine/wire/index.ts';

const TOLD: ToldOptions = {
  options: [
    {
      name: 'dailyLossLimit',
      key: 'risk.dailyLossLimit',
      flag: null,
      env: [],
      doc: 'At this loss everything is flattened.',
      unit: 'dollars',
      range: '1 to 10000000',
      default: '1000',
      value: '600',
    },
    {
      name: 'hubPort',
      key: 'hubPort',
      flag: '--hub-port',
      env: ['PORT'],
      doc: 'Port of the hub.',
      unit: null,
      range: '0 to 65535',
      default: '3000',
      value: '3000',
    },
    {
      name: 'nodeEnv',
      key: null,
      flag: null,
      env: ['NODE_ENV'],
      doc: 'production: lines are JSON.',
      unit: null,
      range: 'a name',
      default: 'development',
      value: null,
    },
  ],
  strategies: [
    {
      id: 'MNQ',
      name: 'MNQ-WINNER',
      preset: 'default',
      parameters: [
        { name: 'rsiLow', doc: 'A long setup.', unit: 'RSI points', range: '0 to 100', default: '30', value: '25' },
        { name: 'flatBy', doc: 'Closed at this time.', unit: null, range: '', default: '15:05', value: '15:05' },
      ],
    },
  ],
};

describe('rows of options', () => {
  it('are named as in the file, else by flag or environment, and say what is not the default', () => {
    expect(optionRows(TOLD, ENGINE).map(({ name, also, isChanged }) => [name, also, isChanged])).toEqual([
      ['risk.dailyLossLimit', '', true],
      ['hubPort', '--hub-port, PORT', false],
      ['NODE_ENV', '', false],
    ]);
  });

  it("are a strategy's parameters, with the value as a file has it", () => {
    expect(optionRows(TOLD, 'MNQ').map(({ name, isChanged, json }) => [name, isChanged, json])).toEqual([
      ['rsiLow', true, '25'],
      ['flatBy', false, '"15:05"'],
    ]);
  });

  it('are found by every word, wherever it stands', () => {
    const names = (words: string): string[] => found(optionRows(TOLD, ENGINE), words).map(({ name }) => name);
    expect(names('  ')).toHaveLength(3);
    expect(names('LOSS flattened')).toEqual(['risk.dailyLossLimit']);
    expect(names('port 3000')).toEqual(['hubPort']);
    expect(names('nothing')).toEqual([]);
  });
});
