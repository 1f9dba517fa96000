import { expect, it } from 'vitest';
import { ProcessAlarms } from '../../../../../engine/hub/picture/process-alarms.ts';
import type { ProcessView } from '../../../../../engine/wire/link/messages.ts';
import { T0 } from '../../../../support/wire/fixtures.ts';

const list = (restarts: Readonly<Record<string, number>>): readonly ProcessView[] =>
  ['host', 'desk', 'hub', 'MES'].map((name, index) => ({
    name,
    pid: 100 + index,
    state: 'up',
    sinceMs: 0,
    restarts: restarts[name] ?? 0,
  }));
const alarms = (): ProcessAlarms => new ProcessAlarms((name) => name === 'MES');
const words = (told: ReturnType<ProcessAlarms['take']>): readonly string[] => told.map(({ message }) => message);

it('tells an engine that died once for each death, with its strategy', () => {
  const own = alarms();
  expect(own.take(list({}), T0)).toEqual([]);
  expect(own.take(list({ MES: 1 }), T0)).toMatchObject([
    { code: 'process_died', strategy: 'MES', severity: 'error', timestamp: new Date(T0).toISOString() },
  ]);
  expect(own.take(list({ MES: 1 }), T0)).toEqual([]);
  expect(words(own.take(list({ MES: 2 }), T0))).toEqual([
    'The engine of MES died and is started again, 2 times by now',
  ]);
  expect(new Set(own.all.map(({ id }) => id)).size).toBe(2);
});

it('tells with the first list that the hub itself was started anew, and of others what was told before', () => {
  const own = alarms();
  expect(words(own.take(list({ hub: 1, MES: 3 }), T0))).toEqual(['The hub died and is started again']);
  expect(words(own.take(list({ hub: 1, MES: 4, desk: 1 }), T0))).toEqual([
    'The desk died and is started again',
    'The engine of MES died and is started again, 4 times by now',
  ]);
});

it('keeps a bounded list for cockpits that connect later', () => {
  const own = alarms();
  own.take(list({}), T0);
  for (let n = 1; n <= 150; n += 1) own.take(list({ MES: n }), T0);
  expect(own.all).toHaveLength(100);
  expect(own.all.at(-1)?.message).toContain('150 times');
});
