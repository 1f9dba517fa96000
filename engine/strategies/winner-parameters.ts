import { CHART_DEFAULTS, CHART_PARAMETERS, type ChartParameters } from './chart-indicators.ts';
import type { ParameterDoc } from './strategy.ts';
import { TRADING_HOURS_DEFAULTS, TRADING_HOURS_PARAMETERS, type TradingHours } from './trading-hours.ts';

export interface WinnerParameters extends ChartParameters, TradingHours {
  readonly qty: number;
  readonly rsiLow: number;
  readonly rsiHigh: number;
  readonly squeezeLookback: number;
  readonly setupBars: number;
  readonly cooldownBars: number;
  readonly warmupBars: number;
  readonly stopMode: 'atr' | 'percent';
  readonly stopAtr: number;
  readonly targetAtr: number;
  readonly stopPercent: number;
  readonly targetPercent: number;
  readonly minStopTicks: number;
  readonly minStopSpreads: number;
  readonly ignoreEntryHours: boolean;
}

const bars = (doc: string, min: number, max: number): ParameterDoc => {
  return { kind: 'number', unit: 'bars', min, max, integer: true, doc };
};
const level = (doc: string): ParameterDoc => {
  return { kind: 'number', unit: 'RSI points', min: 0, max: 100, integer: false, doc };
};
const atrs = (doc: string): ParameterDoc => {
  return { kind: 'number', unit: 'ATR', min: 0.1, max: 50, integer: false, doc };
};
const percent = (doc: string): ParameterDoc => {
  return { kind: 'number', unit: '% of the price', min: 0.001, max: 10, integer: false, doc };
};

export const WINNER_PARAMETERS: { readonly [K in keyof WinnerParameters]: ParameterDoc } = {
  ...CHART_PARAMETERS,
  ...TRADING_HOURS_PARAMETERS,
  qty: { kind: 'number', unit: 'contracts', min: 1, max: 100, integer: true, doc: 'Size of a position.' },
  rsiLow: level('A long setup needs an RSI below this.'),
  rsiHigh: level('A short setup needs an RSI above this.'),
  squeezeLookback: bars('The squeeze must be on in the bar of the entry or in one of this many before it.', 0, 500),
  setupBars: bars('A setup ends after this many bars without an entry.', 1, 500),
  cooldownBars: bars('Bars that must close after the bar of an exit before the next entry.', 0, 500),
  warmupBars: bars(
    "No setups before this many bars: Wilder's averages still remember how they were begun (24 bars RSI: 1.4 % after 100, 0.002 % after 250).",
    1,
    5_000,
  ),
  stopMode: {
    kind: 'choice',
    choices: ['atr', 'percent'],
    doc: 'Whether stop and target are measured in ATR or in percent.',
  },
  stopAtr: atrs('Distance of the stop in mode atr.'),
  targetAtr: atrs('Distance of the target in mode atr.'),
  stopPercent: percent('Distance of the stop in mode percent.'),
  targetPercent: percent('Distance of the target in mode percent.'),
  minStopTicks: {
    kind: 'number',
    unit: 'ticks',
    min: 1,
    max: 1_000,
    integer: true,
    doc: 'The stop is at least this far away.',
  },
  minStopSpreads: {
    kind: 'number',
    unit: 'spreads',
    min: 0,
    max: 100,
    integer: false,
    doc: 'The stop is at least this far away.',
  },
  ignoreEntryHours: {
    kind: 'boolean',
    doc: 'DEMO: enters outside the entry hours too, though never when it must be flat.',
  },
};

const DEFAULT: WinnerParameters = {
  ...CHART_DEFAULTS,
  ...TRADING_HOURS_DEFAULTS,
  qty: 1,
  rsiLow: 30,
  rsiHigh: 70,
  squeezeLookback: 5,
  setupBars: 30,
  cooldownBars: 5,
  warmupBars: 250,
  stopMode: 'atr',
  stopAtr: 1.5,
  targetAtr: 3,
  stopPercent: 0.01,
  targetPercent: 0.05,
  minStopTicks: 4,
  minStopSpreads: 2,
  ignoreEntryHours: false,
};

/** `classic` is the ancestor's stop and target. `demo` is for showing the cockpit: it trades often and proves nothing. */
export const WINNER_PRESETS = {
  default: DEFAULT,
  classic: { ...DEFAULT, stopMode: 'percent' },
  demo: {
    ...DEFAULT,
    bbSigma: 1.5,
    rsiLow: 48,
    rsiHigh: 52,
    squeezeLookback: 30,
    cooldownBars: 3,
    warmupBars: 50,
    stopAtr: 1.5,
    targetAtr: 2,
    ignoreEntryHours: true,
  },
} as const satisfies Readonly<Record<string, WinnerParameters>>;

/** What no single parameter can say. */
export function winnerFaults(params: WinnerParameters): readonly string[] {
  return params.rsiLow < params.rsiHigh
    ? []
    : [`rsiLow: expected less than rsiHigh (${params.rsiHigh}), found ${params.rsiLow}`];
}
