import type { ReactElement } from 'react';
import type { Spark } from '../state/spark.ts';

interface SparklineProps {
  readonly spark: Spark | undefined;
  readonly width: number;
  readonly height: number;
}

/** A tile's small line: shape only, no figures. It is told in words by the figure beside it. */
export function Sparkline({ spark, width, height }: SparklineProps): ReactElement {
  const points = spark?.points ?? [];
  const values = points.map((point) => point.value);
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const first = points[0]?.timeMs ?? 0;
  const length = Math.max(1, (points.at(-1)?.timeMs ?? 0) - first);
  const path = points
    .map(({ timeMs, value }, index) => {
      const x = 1 + ((timeMs - first) / length) * (width - 2);
      const y = height - 2 - ((value - low) / span) * (height - 4);
      return `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
  return (
    <svg className="sparkline" width={width} height={height} aria-hidden="true">
      {points.length > 1 ? <path d={path} fill="none" stroke="currentColor" strokeWidth="1" /> : null}
    </svg>
  );
}
