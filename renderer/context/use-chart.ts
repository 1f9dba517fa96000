import { useEffect, useRef, useState, type RefObject } from 'react';
import { readChartLook, type ChartLook } from '../theme/chart-look.ts';
import { useLookName } from './use-look.ts';

interface Chart {
  setLook(look: ChartLook): void;
  destroy(): void;
}

/** A chart in an element of the page: made with it, dressed as the page is, gone with it. */
export function useChart<C extends Chart>(
  Made: new (element: HTMLElement, look: ChartLook) => C,
): { readonly holder: RefObject<HTMLDivElement | null>; readonly chart: C | undefined } {
  const lookName = useLookName();
  const holder = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<C>();
  useEffect(() => {
    if (holder.current === null) return undefined;
    const made = new Made(holder.current, readChartLook());
    setChart(made);
    return () => {
      setChart(undefined);
      made.destroy();
    };
  }, [Made]);
  useEffect(() => {
    if (lookName !== '') chart?.setLook(readChartLook());
  }, [chart, lookName]);
  return { holder, chart };
}
