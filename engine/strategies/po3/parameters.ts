import { CHART_DEFAULTS, CHART_PARAMETERS, type ChartParameters } from '../chart-indicators.ts';
import type { ParameterDoc } from '../strategy.ts';
import { TRADING_HOURS_DEFAULTS, TRADING_HOURS_PARAMETERS, type TradingHours } from '../trading-hours.ts';

export interface Po3Parameters extends ChartParameters, TradingHours {
  readonly qty: number;
  readonly rangeFrom: string;
  readonly rangeUntil: string;
  readonly rangeCoverage: number;
  readonly dailyAtrDays: number;
  readonly dailyAtrMinDays: number;
  readonly rangeMaxAtr: number;
  readonly rangeMinShare: number;
  readonly sweepFrom: string;
  readonly sweepUntil: string;
  readonly sweepTicks: number;
  readonly sweepShare: number;
  readonly trendDayRanges: number;
  readonly reclaimMinutes: number;
  readonly gapTicks: number;
  readonly gapAtr: number;
  readonly gapWaitBars: number;
  readonly tradeFrom: string;
  readonly tradeUntil: string;
  readonly limitBars: number;
  readonly stopTicks: number;
  readonly stopAtr: number;
  readonly minStopTicks: number;
  readonly minStopSpreads: number;
  readonly minReward: number;
  readonly timeLimitMinutes: number;
  readonly repeatHourly: boolean;
}

const newYork = (doc: string): ParameterDoc => ({ kind: 'time', zone: 'America/New_York', doc });
const whole = (unit: string, min: number, max: number, doc: string): ParameterDoc => {
  return { kind: 'number', unit, min, max, integer: true, doc };
};
const real = (unit: string, min: number, max: number, doc: string): ParameterDoc => {
  return { kind: 'number', unit, min, max, integer: false, doc };
};

export const PO3_PARAMETERS: { readonly [K in keyof Po3Parameters]: ParameterDoc } = {
  ...CHART_PARAMETERS,
  ...TRADING_HOURS_PARAMETERS,
  qty: whole('contracts', 1, 100, 'Size. Half leaves at the first target; a single contract leaves there whole.'),
  rangeFrom: newYork('The range (accumulation) begins.'),
  rangeUntil: newYork('The range ends.'),
  rangeCoverage: real(
    'share of the minutes',
    0.1,
    1,
    'The range counts only when this share of its minutes has a bar.',
  ),
  dailyAtrDays: whole(
    'trading days',
    1,
    14,
    'The daily ATR is the mean true range of up to this many complete trading days.',
  ),
  dailyAtrMinDays: whole(
    'trading days',
    0,
    14,
    'Fewer complete trading days: no trade. 0 leaves the range unmeasured.',
  ),
  rangeMaxAtr: real('daily ATR', 0.01, 10, 'The range is at most this high.'),
  rangeMinShare: real('share of the greatest height', 0, 1, 'The range is at least this share of its greatest height.'),
  sweepFrom: newYork('The sweep (manipulation) is looked for from here.'),
  sweepUntil: newYork('No sweep begins from here on.'),
  sweepTicks: whole('ticks', 1, 1_000, "A sweep goes at least this far beyond the range's edge."),
  sweepShare: real(
    'share of the range',
    0,
    1,
    "A sweep goes at least this share of the range's height beyond its edge.",
  ),
  trendDayRanges: real('heights of the range', 0.1, 10, 'Farther beyond the edge than this is a trend day: no trade.'),
  reclaimMinutes: whole(
    'minutes',
    1,
    600,
    "A minute must close back inside the range within this time of the sweep's first bar.",
  ),
  gapTicks: whole('ticks', 1, 1_000, 'The fair value gap is at least this high.'),
  gapAtr: real('1-minute ATR', 0, 10, 'The fair value gap is at least this high.'),
  gapWaitBars: whole('bars', 0, 30, 'The gap must stand at most this many bars after the structure shift.'),
  tradeFrom: newYork('No entry order before this time.'),
  tradeUntil: newYork('No entry order from this time on; one that is working is canceled.'),
  limitBars: whole('bars', 1, 500, 'The limit order is valid this long.'),
  stopTicks: whole('ticks', 1, 1_000, "The stop lies at least this far beyond the sweep's extreme."),
  stopAtr: real('1-minute ATR', 0, 10, "The stop lies at least this far beyond the sweep's extreme."),
  minStopTicks: whole('ticks', 1, 1_000, 'The stop is at least this far from the entry.'),
  minStopSpreads: real('spreads', 0, 100, 'The stop is at least this far from the entry.'),
  minReward: real('times the risk', 0, 20, 'The second target is at least this far away.'),
  timeLimitMinutes: whole('minutes', 1, 1_440, 'A trade that has not reached its first target by then is closed.'),
  repeatHourly: {
    kind: 'boolean',
    doc: 'DEMO: the plan begins anew each hour; of the New York times only the minutes count.',
  },
};

const DEFAULT: Po3Parameters = {
  ...CHART_DEFAULTS,
  ...TRADING_HOURS_DEFAULTS,
  qty: 2,
  rangeFrom: '20:00',
  rangeUntil: '00:00',
  rangeCoverage: 0.9,
  dailyAtrDays: 14,
  dailyAtrMinDays: 3,
  rangeMaxAtr: 0.5,
  rangeMinShare: 0.1,
  sweepFrom: '02:00',
  sweepUntil: '05:00',
  sweepTicks: 5,
  sweepShare: 0.05,
  trendDayRanges: 1,
  reclaimMinutes: 60,
  gapTicks: 3,
  gapAtr: 0.25,
  gapWaitBars: 1,
  tradeFrom: '02:00',
  tradeUntil: '11:30',
  limitBars: 30,
  stopTicks: 2,
  stopAtr: 0.1,
  minStopTicks: 4,
  minStopSpreads: 2,
  minReward: 1.5,
  timeLimitMinutes: 90,
  repeatHourly: false,
};

/** `demo` plays the whole plan within each hour, with little asked of it: for showing the cockpit, it proves nothing. */
export const PO3_PRESETS = {
  default: DEFAULT,
  demo: {
    ...DEFAULT,
    rangeFrom: '18:00',
    rangeUntil: '18:15',
    rangeCoverage: 0.6,
    dailyAtrMinDays: 0,
    sweepFrom: '18:15',
    sweepUntil: '18:45',
    sweepTicks: 1,
    sweepShare: 0.02,
    trendDayRanges: 3,
    reclaimMinutes: 25,
    gapTicks: 1,
    gapAtr: 0,
    gapWaitBars: 10,
    tradeFrom: '18:15',
    tradeUntil: '18:58',
    limitBars: 15,
    minReward: 0.5,
    timeLimitMinutes: 20,
    repeatHourly: true,
  },
} as const satisfies Readonly<Record<string, Po3Parameters>>;

export function po3Faults(params: Po3Parameters): readonly string[] {
  return params.dailyAtrMinDays <= params.dailyAtrDays
    ? []
    : [`dailyAtrMinDays: expected at most dailyAtrDays (${params.dailyAtrDays}), found ${params.dailyAtrMinDays}`];
}
