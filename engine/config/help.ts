import { OPTIONS, type OptionName } from './options.ts';

const COLUMN = 30;
const WIDTH = 110;

interface Shown {
  readonly flag?: string;
  readonly key?: string;
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
  return lines(`  ${option.flag} ${argument}`.trimEnd(), option);
}

/** What it is, unit, range and default beside its name. */
function lines(head: string, option: Shown): string {
  const standard = option.form === 'single' ? defaultInUnit(option) : undefined;
  const unit = option.unit === undefined ? '' : ` Unit: ${option.unit}.`;
  const range = / from -?[0-9]/.test(option.kind.expects) ? ` Range: ${rangeOf(option.kind.expects)}.` : '';
  const tail = standard === undefined || option.kind.argument === '' ? '' : ` Default: ${standard}.`;
  const [first = '', ...rest] = wrap(option.doc + unit + range + tail, WIDTH - COLUMN);
  const opening = head.length < COLUMN - 1 ? head.padEnd(COLUMN) + first : `${head}\n${' '.repeat(COLUMN)}${first}`;
  return [opening, ...rest.map((line) => ' '.repeat(COLUMN) + line)].join('\n');
}

function rangeOf(expects: string): string {
  return expects.replace(/^.*? from /, '');
}

/** A range without the words around it: "0 to 249", "sim, replay"; otherwise what is expected, in words. */
export function rangeText(expects: string): string {
  return / from -?[0-9]/.test(expects) ? rangeOf(expects) : expects.replace(/^one of /, '');
}

/** A default in the option's unit; one per key: "MNQ 3333, MES 3334". Undefined where there is none. */
export function defaultInUnit(option: Shown): string | undefined {
  const { form, default: standard } = option;
  if (form === 'keyed' && typeof standard === 'object' && standard !== null) {
    const entries = Object.entries(standard).map(([key, value]) => `${key} ${inUnit(option, String(value))}`);
    return entries.length === 0 ? undefined : entries.join(', ');
  }
  const text = defaultText(option);
  return text === undefined ? undefined : inUnit(option, text);
}

/** Dollars are kept in cents. */
function inUnit({ unit }: Shown, standard: string): string {
  return unit === 'dollars' && /^[0-9]+$/.test(standard) ? String(Number(standard) / 100) : standard;
}

const EXAMPLE = `{
    "risk": { "dailyLossLimit": 600 },
    "strategy": { "MNQ": { "preset": "classic", "parameters": { "rsiPeriod": 14 } } }
  }`;

/** @param program how it is called */
export function helpText(program = 'npm run headless --'): string {
  const flags = optionEntries().filter(([, option]) => option.flag !== undefined && option.hidden === undefined);
  const inFile = optionEntries().filter(([, option]) => option.flag === undefined && option.key !== undefined);
  const names = optionEntries().flatMap(([, option]) => option.env ?? []);
  return `Usage: ${program} [flags]

Trades a simulated or recorded market and prints one line of JSON on standard output when it is up; Ctrl-C ends it.

${flags.map(([, option]) => flagLines(option)).join('\n')}

The file of --config is one JSON object. It may hold what the flags say (--hub-port 0 is "hubPort": 0) and these, a point in a
name leading one level down; "*" stands for a strategy's id or a contract root:

${inFile.map(([, option]) => lines(`  ${option.key}`, option)).join('\n')}

  ${EXAMPLE}

Each strategy's parameters with units and ranges: docs/strategies.md, and in the cockpit's settings.

Flags stand before the environment, that before the file of --config, that before defaults.
Environment (also from .env.local and .env): ${wrap(names.join(', '), 100).join('\n  ')}.
`;
}
