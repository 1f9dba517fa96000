import { describe, expect, it } from 'vitest';
import { optionEntries } from '../../../../../engine/config/help.ts';
import type { Run } from '../../../../../engine/config/shown.ts';
import { tellOptions } from '../../../../../engine/hub/calls/told-options.ts';
import { STRATEGY_KINDS } from '../../../../../engine/strategies/registry.ts';
import { toldOptions, type ToldOptions } from '../../../../../engine/wire/index.ts';
import { runWith } from '../../../../support/default-run.ts';

const KEY = 'a-signing-key-that-nobody-may-read-0123456789';
const REDIS = 'redis://:password@127.0.0.1:6379';

function option(told: ToldOptions, name: string): ToldOptions['options'][number] | undefined {
  return told.options.find((each) => each.name === name);
}

describe('the options of a run', () => {
  it('are all there, in the order of the help, but secrets and hidden ones', () => {
    const told = toldOptions.parse(tellOptions(runWith(), true));
    const wanted = optionEntries()
      .filter(([, { secret, hidden }]) => secret !== true && hidden !== true)
      .map(([name]) => name);
    expect(told.options.map(({ name }) => name)).toEqual(wanted);
    expect(told.options.length).toBeGreaterThan(35);
    for (const each of told.options) expect(each.doc, each.name).toMatch(/\.$/);
  });

  it('never hold a secret', () => {
    const run = runWith([], { JWT_SECRET: KEY, REDIS_URL: REDIS });
    expect(run.hub).toMatchObject({ jwtSecret: KEY, redisUrl: REDIS });
    const text = JSON.stringify(tellOptions(run, true));
    expect(text).not.toContain(KEY);
    expect(text).not.toContain('password');
  });

  it('have value, default and range in the unit that is named', () => {
    const told = tellOptions(runWith(['--speed', '60', '--preset', 'demo', '--port', 'MNQ=4333']), true);
    expect(option(told, 'speed')).toMatchObject({
      key: 'speed',
      flag: '--speed',
      unit: 'market seconds per second',
      range: '0.01 to 100000 or max',
      default: '1',
      value: '60',
    });
    expect(option(told, 'dailyLossLimit')).toMatchObject({ unit: 'dollars', default: '1000', value: '5000' });
    expect(option(told, 'fees')?.value).toBe(option(told, 'fees')?.default);
    expect(option(told, 'fees')?.value).toMatch(/\bMNQ \d+\.\d\d?\b/);
    expect(option(told, 'ports')?.value).toContain('MNQ 4333');
    expect(option(told, 'ports')?.default).toContain('MNQ 3333');
    expect(option(told, 'simHours')).toMatchObject({ range: 'always, cme', value: 'always' });
    expect(option(told, 'staleAfter')).toMatchObject({ default: null, value: '10' });
  });

  it('are the defaults where nothing was given', () => {
    const changed = tellOptions(runWith(), true).options.filter(
      (each) => each.default !== null && each.value !== null && each.value !== each.default,
    );
    expect(changed).toEqual([]);
  });

  it('say where files lie to the owner only', () => {
    const plain = runWith();
    const feed = { kind: 'replay', round: false, files: [{ root: 'MNQ', path: '/home/anna/days/mnq.csv' }] } as const;
    const run: Run = { ...plain, settings: { ...plain.settings, feed, dataDir: '/home/anna/pitwall' } };
    expect(option(tellOptions(run, true), 'replay')?.value).toBe('MNQ /home/anna/days/mnq.csv');
    expect(option(tellOptions(run, true), 'dataDir')?.value).toBe('/home/anna/pitwall');
    const seen = tellOptions(run, false);
    expect(option(seen, 'replay')?.value).toBe('MNQ mnq.csv');
    expect(JSON.stringify(seen)).not.toContain('anna');
  });
});

describe('the parameters of the strategies', () => {
  it('are those of the preset with what was set over it, each with doc and range', () => {
    const plain = runWith(['--strategies', 'MNQ,MGC-PO3']);
    const strategies = plain.settings.strategies.map((strategy) =>
      strategy.id === 'MNQ' ? { ...strategy, parameters: { rsiLow: 25 } } : strategy,
    );
    const told = tellOptions({ ...plain, settings: { ...plain.settings, strategies } }, false);
    expect(told.strategies.map(({ id, name, preset }) => [id, name, preset])).toEqual([
      ['MNQ', 'MNQ-WINNER', 'default'],
      ['MGC-PO3', 'MGC-PO3', 'default'],
    ]);
    const [winner, po3] = told.strategies;
    const names = (kind: string): string[] => Object.keys(STRATEGY_KINDS[kind]?.parameters ?? {}).toSorted();
    expect(winner?.parameters.map(({ name }) => name).toSorted()).toEqual(names('winner'));
    expect(po3?.parameters.map(({ name }) => name).toSorted()).toEqual(names('po3'));
    expect(winner?.parameters.find(({ name }) => name === 'rsiLow')).toMatchObject({
      unit: 'RSI points',
      range: '0 to 100',
      default: '30',
      value: '25',
    });
    expect(winner?.parameters.find(({ name }) => name === 'flatBy')).toMatchObject({ unit: 'time of day, Chicago' });
  });
});
