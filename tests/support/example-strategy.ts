import { Ema } from '../../engine/indicators/ema.ts';
import { defineStrategy } from '../../engine/strategies/define.ts';
import { ofClose } from '../../engine/strategies/indicator-set.ts';

export const emaCross = defineStrategy({
  kind: 'ema-cross',
  title: 'EMA cross: go with the faster average',
  parameters: {
    fast: { default: 9, unit: 'bars', min: 2, max: 500, doc: 'Length of the faster average.' },
    slow: { default: 21, unit: 'bars', min: 2, max: 500, doc: 'Length of the slower average.' },
  },
  indicators: ({ fast, slow }) => ({ fast: ofClose(new Ema(fast)), slow: ofClose(new Ema(slow)) }),
  state: { side: 'none' },
  onBar: ({ values: { fast, slow, atr } }, before) => {
    if (fast === undefined || slow === undefined || atr === undefined) return { state: before, note: 'warming up' };
    const side = fast > slow ? 'long' : 'short';
    const note = `fast average ${side === 'long' ? 'above' : 'below'} the slow one`;
    if (before.side === 'none' || before.side === side) return { state: { side }, note };
    const why = `${note}, crossed on this bar`;
    return { state: { side }, note, enter: { direction: side, qty: 1, stopTicks: 2 * atr, targetTicks: 4 * atr, why } };
  },
});
