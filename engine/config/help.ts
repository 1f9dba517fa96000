import { OPTIONS, type OptionName } from './options.ts';

const COLUMN = 30;
const WIDTH = 110;

interface Shown {
  readonly flag?: string;
  readonly env?: readonly string[];
  readonly unit?: string;
  readonly hidden?: true;
  readonly secret?: true;
  readonly doc: string;
  readonly form: string;
  readonly default?: number | string | boolean | object | null;
  readonly what?: string;
  readonly kind: { readonly argument: string; readonly expects: string };
}

export function optionEntries(): readonly (readonly [OptionName, Shown])[] {
  return (Object.keys(OPTIONS) as OptionName[]).map((name) => [name, OPTIONS[name]]);
}

/** A default as a person would write it; undefined where there is none, or one per key. */
export function defaultText({ form, default: value }: Shown): string | undefined {
  if (form !== 'single') return undefined;
  if (value === null) return 'off';
  return typeof value === 'object' ? undefined : String(value);
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

function flagLines(option: Shown): string {
  const argument =
    option.form === 'keyed' ? `${option.what?.toUpperCase()}=${option.kind.argument}` : option.kind.argument;
  const head = `  ${option.flag} ${argument}`.trimEnd();
  const standard = defaultText(option);
  const unit = option.unit === undefined ? '' : ` Unit: ${option.unit}.`;
  const tail = standard === undefined || option.kind.argument === '' ? '' : ` Default: ${standard}.`;
  const [first = '', ...rest] = wrap(option.doc + unit + tail, WIDTH - COLUMN);
  const opening = head.length < COLUMN - 1 ? head.padEnd(COLUMN) + first : `${head}\n${' '.repeat(COLUMN)}${first}`;
  return [opening, ...rest.map((line) => ' '.repeat(COLUMN) + line)].join('\n');
}

/** @param program how it is called */
export function helpText(program = 'npm run headless --'): string {
  const flags = optionEntries().filter(([, option]) => option.flag !== undefined && option.hidden === undefined);
  const names = optionEntries().flatMap(([, option]) => option.env ?? []);
  return `Usage: ${program} [flags]

Trades a simulated or recorded market and prints one line of JSON on standard output when it is up; Ctrl-C ends it.

${flags.map(([, option]) => flagLines(option)).join('\n')}

Flags stand before the environment, that before the file of --config, that before defaults.
Environment (also from .env.local and .env): ${wrap(names.join(', '), 100).join('\n  ')}.
`;
}
