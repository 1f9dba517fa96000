/**
 * A log line for a person at a terminal: one line, time first, the process in color, then the words. What was said by
 * others stands in it with every sign written out that would steer the terminal.
 */
import { printable } from '../../domain/printable.ts';

const LEVEL_MARK: Readonly<Record<number, string>> = { 30: '', 40: 'WARN  ', 50: 'ERROR ', 60: 'FATAL ' };
const LEVEL_COLOR: Readonly<Record<number, string>> = { 40: '\x1b[33m', 50: '\x1b[31m', 60: '\x1b[31;1m' };
const DIM = '\x1b[2m';
const PLAIN = '\x1b[0m';
const NAME_WIDTH = 7;

/** What every line has of its own and a reader does not need again as a field. */
const OWN_FIELDS = new Set(['level', 'time', 'pid', 'name', 'msg']);

function clock(timeMs: number): string {
  const time = new Date(timeMs);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
}

/** Of several lines, each for itself. */
function shown(words: string): string {
  return words.split(/\r?\n/).map(printable).join('\n');
}

function text(value: unknown): string {
  return typeof value === 'string' ? shown(value) : '';
}

function fieldText(name: string, value: unknown): string {
  const words = typeof value === 'string' ? shown(value) : printable(JSON.stringify(value) ?? '');
  return words.includes('\n') ? `\n  ${words.replaceAll('\n', '\n  ')}` : `${printable(name)}=${words}`;
}

/** @param line one parsed pino line */
export function readableLine(line: Readonly<Record<string, unknown>>, colored: boolean): string {
  const level = Number(line['level']);
  const color = colored ? (LEVEL_COLOR[level] ?? '') : '';
  const dim = colored ? DIM : '';
  const plain = colored ? PLAIN : '';
  const name = text(line['name']).padEnd(NAME_WIDTH);
  const fields = Object.entries(line)
    .filter(([field]) => !OWN_FIELDS.has(field))
    .map(([field, value]) => fieldText(field, value));
  const tail = fields.length === 0 ? '' : `  ${dim}${fields.join(' ')}${plain}`;
  const head = `${dim}${clock(Number(line['time']))} ${name}${plain}`;
  return `${head} ${color}${LEVEL_MARK[level] ?? ''}${text(line['msg'])}${color === '' ? '' : plain}${tail}\n`;
}
