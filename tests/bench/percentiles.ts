export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

export function percentiles(values: readonly number[]): Percentiles {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

/** Milliseconds that each of `count` calls took. */
export function timed(count: number, call: (n: number) => void): readonly number[] {
  return Array.from({ length: count }, (_, n) => {
    const began = performance.now();
    call(n);
    return performance.now() - began;
  });
}

/** Milliseconds of processor time that each of `count` calls took: what remains of a figure when others share the machine. */
export function timedCpu(count: number, call: (n: number) => void): readonly number[] {
  return Array.from({ length: count }, (_, n) => {
    const before = process.cpuUsage();
    call(n);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
}
