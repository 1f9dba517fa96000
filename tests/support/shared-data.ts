import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bar } from '../../engine/domain/bar.ts';
import { toTicks, type ContractSpec } from '../../engine/domain/contract.ts';

/** Recorded data and third parties' numbers lie beside the checkout and are never copied into it. */
const SHARED = join(import.meta.dirname, '../../../shared/data');

export function sharedPath(name: string): string {
  return join(SHARED, name);
}

/** True when every one of these files is there; a test that needs them is skipped by its name otherwise. */
export function haveShared(...names: readonly string[]): boolean {
  return names.every((name) => existsSync(sharedPath(name)));
}

/** A CSV with a header: its columns by name, numbers where they are numbers (NaN where a cell says so or is empty). */
export function readColumns(name: string): ReadonlyMap<string, readonly number[]> {
  const [header = '', ...lines] = readFileSync(sharedPath(name), 'utf8').trim().split(/\r?\n/);
  const names = splitCsv(header);
  const columns = new Map<string, number[]>(names.map((column) => [column, []]));
  for (const line of lines) {
    const cells = splitCsv(line);
    names.forEach((column, i) => columns.get(column)?.push(cells[i] === '' ? Number.NaN : Number(cells[i])));
  }
  return columns;
}

function splitCsv(line: string): readonly string[] {
  return [...line.matchAll(/("([^"]*)"|[^,]*)(,|$)/g)].slice(0, -1).map((cell) => cell[2] ?? cell[1] ?? '');
}

export function readShared(name: string): unknown {
  return JSON.parse(readFileSync(sharedPath(name), 'utf8'));
}

/** Bars of the common 1-minute format (`timestamp,open,high,low,close,volume`), in ticks. */
export function readBars(name: string, spec: ContractSpec, limit = Number.POSITIVE_INFINITY): readonly Bar[] {
  const lines = readFileSync(sharedPath(name), 'utf8').trim().split(/\r?\n/).slice(1);
  return lines.slice(0, limit).map((line) => {
    const [timestamp = '', open, high, low, close, volume] = line.split(',');
    const ticks = (price: string | undefined): number => toTicks(spec, Number(price));
    return {
      timeMs: Date.parse(timestamp),
      open: ticks(open),
      high: ticks(high),
      low: ticks(low),
      close: ticks(close),
      volume: Number(volume),
    };
  });
}
