import { useEffect, useState } from 'react';
import { contractHours } from '../chart/sessions.ts';
import { pointOf } from '../connection/points.ts';
import { chicagoTime, nightOf, NO_LEVELS, type DayLevels } from '../state/day-levels.ts';
import { symbolOf } from '../state/select.ts';
import { useCockpit, useScreen } from './cockpit-context.ts';

/** Levels of the trading day for one strategy's contract; asked once a day and when regular hours begin. */
export function useDayLevels(strategy: string, root: string): DayLevels {
  const { cockpit } = useScreen();
  const tradingDay = useCockpit((state) => state.account?.tradingDay);
  const dayFrom = useCockpit((state) => state.account?.dayFrom);
  const hours = useCockpit((state) => symbolOf(state, strategy)?.config?.hours);
  const catalog = useCockpit((state) => state.catalog);
  const openMinute =
    hours === undefined || catalog === undefined ? undefined : contractHours(catalog, root, hours).regular?.from;
  const isRegular = useCockpit((state) => {
    if (openMinute === undefined || state.account === undefined) return false;
    return Date.parse(state.account.asOf.time) >= chicagoTime(state.account.tradingDay, openMinute);
  });
  const hasServer = useCockpit((state) =>
    state.symbols.some((symbol) => symbol.id === strategy && symbol.url !== null),
  );
  const [levels, setLevels] = useState(NO_LEVELS);
  useEffect(() => {
    const client = hasServer ? cockpit.symbol(strategy) : undefined;
    if (client === undefined || tradingDay === undefined || dayFrom === undefined) return undefined;
    let isClosed = false;
    const load = async (): Promise<void> => {
      const daily = await client.call('chart', { query: { interval: '1d', to: dayFrom, limit: 1 } });
      const night =
        isRegular && openMinute !== undefined
          ? await client.call('chart', {
              query: {
                interval: '15m',
                from: dayFrom,
                to: new Date(chicagoTime(tradingDay, openMinute)).toISOString(),
                limit: 500,
              },
            })
          : undefined;
      if (isClosed) return;
      const prior = daily.ok ? daily.value.at(-1) : undefined;
      setLevels({
        prior: prior === undefined ? undefined : pointOf(prior),
        night: night?.ok === true ? nightOf(night.value.map(pointOf)) : undefined,
      });
    };
    void load();
    return () => {
      isClosed = true;
    };
  }, [cockpit, strategy, tradingDay, dayFrom, isRegular, openMinute, hasServer]);
  return levels;
}
