import type { RecordedText } from './source.ts';

/** One line of a file, cut into cells; `line` counts from 1 in the file. */
export interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

export interface Line {
  readonly line: number;
  readonly text: string;
}

/** Signs between cells; of a space, any number. */
export const DELIMITERS = [',', ';', '\t', '|', ' '] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** The first lines that are not blank. */
export function headLines(text: RecordedText, count: number): readonly Line[] {
  const head: Line[] = [];
  for (const one of filledLines(text, 1)) {
    head.push(one);
    if (head.length === count) break;
  }
  return head;
}

function* filledLines(text: RecordedText, fromLine: number): Generator<Line> {
  let line = 0;
  for (const one of text.lines()) {
    line += 1;
    if (line >= fromLine && one.trim() !== '') yield { line, text: one };
  }
}

/** All rows from a line on. */
export function* rowsFrom(text: RecordedText, fromLine: number, delimiter: Delimiter): Generator<Row> {
  for (const { line, text: row } of filledLines(text, fromLine)) yield { line, cells: cut(row, delimiter) };
}

/** Cuts a line into cells without their quotes and the spaces around them. */
export function cut(line: string, delimiter: Delimiter): string[] {
  if (delimiter === ' ' && !line.includes('"')) return line.trim().split(/ +/);
  if (!line.includes('"')) return line.split(delimiter).map((cell) => cell.trim());
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < line.length; i += 1) {
    const char = line.charAt(i);
    if (quoted && char === '"' && line.charAt(i + 1) === '"') {
      cell += '"';
      i += 1;
    } else if (char === '"') {
      quoted = !quoted;
    } else if (char === delimiter && !quoted) {
      cells.push(cell.trim());
      cell = '';
    } else {
      cell += char;
    }
  }
  return [...cells, cell.trim()];
}
