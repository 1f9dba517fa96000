import { CATALOG } from '../../domain/catalog.ts';
import { dayNumber, dayText, weekday } from '../../domain/civil-day.ts';
import { isBusinessDay } from '../../domain/holidays.ts';
import { DAY_START_MINUTE } from '../../domain/session.ts';
import type { CockpitCatalog } from '../pitwall/contract.ts';

function weekdaysOff(): readonly string[] {
  const days: string[] = [];
  for (let day = dayNumber(2010, 1, 1); day < dayNumber(2036, 1, 1); day += 1)
    if (weekday(day) >= 1 && weekday(day) <= 5 && !isBusinessDay(day)) days.push(dayText(day));
  return days;
}

const DAYS_OFF = weekdaysOff();

/** Every contract root that the engine knows. */
export function encodeCatalog(): CockpitCatalog {
  return {
    dayStart: DAY_START_MINUTE,
    daysOff: [...DAYS_OFF],
    contracts: CATALOG.map(({ root, description, tickSize, tickValueCents, priceDecimals, regularHours }) => ({
      root,
      description,
      tickSize,
      tickValue: tickValueCents / 100,
      decimals: priceDecimals,
      regularHours: regularHours ?? null,
    })),
  };
}
