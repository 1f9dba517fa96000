import {
  ColorType,
  CrosshairMode,
  TickMarkType,
  type ChartOptions,
  type DeepPartial,
  type Time,
} from 'lightweight-charts';
import { day, dayMonth, hourMinute, type Zone } from '../format/time.ts';
import type { ChartLook } from '../theme/chart-look.ts';

/** Room at the right for the labels of the lines. */
export const RIGHT_ROOM_PX = 216;
const NARROW_RIGHT_ROOM_PX = 70;
const NARROW_PX = 640;

export function rightRoom(width: number): number {
  return width < NARROW_PX ? NARROW_RIGHT_ROOM_PX : RIGHT_ROOM_PX;
}

function ms(time: Time): number {
  return Number(time) * 1000;
}

/** The library finds its day marks at midnight UTC: early in the exchange's evening, so they name the day that follows. */
const MARK_TO_TRADING_DAY_MS = 8 * 3_600_000;

/** `namesDays`: where bars are long, a day's first mark names the day; where they are short, times alone are surer. */
export function timeTexts(zone: Zone, namesDays: boolean): DeepPartial<ChartOptions> {
  const moment = (time: Time): string => `${day(ms(time), zone)}  ${hourMinute(ms(time), zone)}`;
  return {
    localization: { timeFormatter: moment },
    timeScale: {
      tickMarkFormatter: (time: Time, kind: TickMarkType) => {
        const isDay = kind === TickMarkType.DayOfMonth || kind === TickMarkType.Month || kind === TickMarkType.Year;
        return isDay && namesDays ? dayMonth(ms(time) + MARK_TO_TRADING_DAY_MS, zone) : hourMinute(ms(time), zone);
      },
    },
  };
}

/** Colors and type; applied anew when the theme changes. */
export function lookOptions(look: ChartLook): DeepPartial<ChartOptions> {
  const crosshair = { color: look.crosshair, labelBackgroundColor: look.crosshair, width: 1, style: 3 } as const;
  return {
    layout: {
      background: { type: ColorType.Solid, color: look.background },
      textColor: look.text2,
      fontFamily: look.font,
      fontSize: 11,
      panes: { separatorColor: look.line, separatorHoverColor: look.line, enableResize: true },
      // The licence of lightweight-charts asks for its attribution; this is the library's own mark.
      attributionLogo: true,
    },
    grid: { vertLines: { visible: false }, horzLines: { color: look.grid } },
    crosshair: { mode: CrosshairMode.Normal, vertLine: crosshair, horzLine: crosshair },
  };
}

export function fixedOptions(width: number): DeepPartial<ChartOptions> {
  return {
    rightPriceScale: {
      borderVisible: false,
      minimumWidth: 72,
      scaleMargins: { top: 0.1, bottom: 0.14 },
      entireTextOnly: true,
    },
    timeScale: {
      borderVisible: false,
      timeVisible: true,
      secondsVisible: false,
      rightOffsetPixels: rightRoom(width),
      barSpacing: 7.5,
      minBarSpacing: 1,
      shiftVisibleRangeOnNewBar: true,
      lockVisibleTimeRangeOnResize: false,
      allowBoldLabels: false,
    },
    handleScale: { axisPressedMouseMove: true, pinch: true, mouseWheel: true },
    kineticScroll: { touch: true, mouse: false },
  };
}
