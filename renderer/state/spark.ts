/** The small line of a tile: the day's net P&L of a strategy, one point every few minutes of market time. */
export interface SparkPoint {
  /** Market time, epoch ms. */
  readonly timeMs: number;
  readonly value: number;
}

export interface Spark {
  /** Exchange trading day. */
  readonly day: string;
  readonly points: readonly SparkPoint[];
}

/** A day of 23 hours gives 138 points, about two per pixel of the line. */
export const SPARK_STEP_MS = 600_000;

/** The next reading: moves the last point, or begins a new one when the step is over. A new trading day, a new line. */
export function sparkWith(spark: Spark | undefined, day: string, point: SparkPoint): Spark {
  if (spark === undefined || spark.day !== day) return { day, points: [point] };
  const before = spark.points.at(-2);
  const isNewStep = before !== undefined && point.timeMs - before.timeMs > SPARK_STEP_MS;
  const kept = isNewStep || spark.points.length < 2 ? spark.points : spark.points.slice(0, -1);
  return { day, points: [...kept, point] };
}

/** The day so far, as the server samples it. */
export function sparkOf(day: string, points: readonly SparkPoint[]): Spark {
  return points.reduce<Spark>((spark, point) => sparkWith(spark, day, point), { day, points: [] });
}
