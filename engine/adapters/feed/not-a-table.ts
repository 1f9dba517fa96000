/** What is in a file is not a recording that is read; the message says what it is and what to do. */
export class NotATable extends Error {}

/** "2.1 GB", "64 kB" */
export function bytesText(bytes: number): string {
  const [unit, by] =
    bytes >= 1e9 ? ['GB', 1e9] : bytes >= 1e6 ? ['MB', 1e6] : bytes >= 1e3 ? ['kB', 1e3] : ['bytes', 1];
  return `${Number((bytes / by).toFixed(1))} ${unit}`;
}
