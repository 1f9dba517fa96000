import type { RecordingAnswers, RecordingProblem, RecordingVerdict } from '../../engine/wire/index.ts';
import { isoDay, hourMinute, type Zone } from '../format/time.ts';

/** What of a file only a person knows. */
export type Question =
  'zone' | 'dateOrder' | 'decimal' | 'stamp' | 'instrument' | 'priceScale' | 'allowRefused' | 'round';

/** What a problem asks for; undefined: no answer helps. */
const ASKS: Readonly<Partial<Record<RecordingProblem, Question>>> = {
  zone: 'zone',
  unknown_zone: 'zone',
  date_order: 'dateOrder',
  instruments: 'instrument',
  price_scale: 'priceScale',
  most_refused: 'allowRefused',
};

const PROBLEMS: Readonly<Partial<Record<RecordingProblem, string>>> = {
  zone: 'Its times do not say which clock they are read by.',
  unknown_zone: 'This zone is not known.',
  date_order: 'Its rows do not tell the order of day and month.',
  instruments: 'It has several instruments side by side.',
  price_scale: 'Every price is a whole number: it may be a hundredfold or ten-thousandfold.',
  most_refused: 'Most of its rows were refused.',
};

/** The question that has to be answered before the bars can be taken. */
export function askedBy({ problem }: Pick<RecordingVerdict, 'problem'>): Question | undefined {
  return problem === null ? undefined : ASKS[problem.code];
}

/** Flags are of the command: here a control stands for each. */
function withoutFlags(text: string): string {
  return text
    .replaceAll(/\s*\((?:or )?--[^)]*\)/g, '')
    .replaceAll(/[;,:]?\s*(?:say|take)[^;.]*--.*$/g, '')
    .replaceAll(/;\s*--[\w-]+[^;.]*$/g, '');
}

/** Why the file as a whole is not taken, in sentences for the dialog. */
export function problemWords({ problem, firstRefused }: RecordingVerdict): string {
  if (problem === null) return '';
  const known = PROBLEMS[problem.code];
  if (known === undefined) return sentence(withoutFlags(problem.text));
  return firstRefused === null ? known : `${known} The first: ${withoutFlags(firstRefused)}.`;
}

export function hintWords(hint: string): string {
  return sentence(withoutFlags(hint));
}

function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}

/** One fact: what it is of, and what was found. */
export interface Fact {
  readonly name: string;
  readonly value: string;
  /** It wants a look before the bars are used. */
  readonly isDoubt?: boolean;
}

export interface FactGroup {
  readonly title: string;
  readonly facts: readonly Fact[];
}

const MOST_NAMES = 8;

/** The verdict of a file in its parts: what it is, what is refused and kept, sessions and gaps, rolls. */
export function verdictGroups(verdict: RecordingVerdict, zone: Zone): readonly FactGroup[] {
  const groups: FactGroup[] = [{ title: 'What it is', facts: whatItIs(verdict, zone) }];
  const refused = refusals(verdict);
  if (verdict.rows > 0) groups.push({ title: 'Rows', facts: refused });
  if (verdict.bars > 0) groups.push({ title: 'Sessions and gaps', facts: coverage(verdict, zone) });
  return groups;
}

function whatItIs(verdict: RecordingVerdict, zone: Zone): readonly Fact[] {
  const { exporter, readAs, linesBefore, intervalMinutes, instruments, taken, from, to } = verdict;
  const facts: Fact[] = [{ name: 'Exporter', value: exporter === 'unknown' ? 'not recognized' : exporter }];
  if (readAs.length > 0) facts.push({ name: 'Read as', value: readAs.join(', ') });
  if (linesBefore > 0) facts.push({ name: 'Lines before the table', value: String(linesBefore) });
  if (intervalMinutes !== null) facts.push({ name: 'Interval', value: minutes(intervalMinutes) });
  if (verdict.zone !== null) facts.push({ name: 'Zone', value: verdict.zone });
  if (verdict.bars > 0 && verdict.prints === null)
    facts.push({ name: 'A time is', value: `the bar’s ${verdict.stamps}` });
  if (instruments.length > 0) {
    const names = instruments.slice(0, MOST_NAMES).map((name) => (name === '' ? '(empty)' : name));
    const more = instruments.length > names.length ? ` and ${instruments.length - names.length} more` : '';
    const which = taken.length > 0 && taken.length < instruments.length ? `; taken: ${taken.join(', ')}` : '';
    facts.push({ name: 'Instruments', value: `${names.join(', ')}${more}${which}` });
  }
  if (from !== null && to !== null) facts.push({ name: 'Bars', value: `${moment(from, zone)} to ${moment(to, zone)}` });
  if (verdict.newestFirst) facts.push({ name: 'Order', value: 'newest first, turned round' });
  return facts;
}

function refusals(verdict: RecordingVerdict): readonly Fact[] {
  const { rows, bars, prints, refused, firstRefused, rounded, withoutVolume, outsideHours, problem } = verdict;
  const facts: Fact[] = [
    problem === null
      ? {
          name: 'Taken',
          value: `${prints === null ? `${amount(bars)} bars` : `${amount(prints)} prints in ${amount(bars)} minutes`} of ${amount(rows)} rows`,
        }
      : { name: 'In the file', value: `${amount(rows)} rows` },
  ];
  for (const { words, count, lines } of refused)
    facts.push({ name: `Refused: ${words}`, value: counted({ count, lines }), isDoubt: true });
  if (refused.length === 0 && problem === null) facts.push({ name: 'Refused', value: 'none' });
  if (firstRefused !== null) facts.push({ name: 'First refused', value: withoutFlags(firstRefused), isDoubt: true });
  if (rounded !== null) facts.push({ name: 'Rounded to the tick', value: counted(rounded), isDoubt: true });
  if (withoutVolume !== null) facts.push({ name: 'Without volume (kept)', value: counted(withoutVolume) });
  if (outsideHours !== null) facts.push({ name: 'Outside hours (kept)', value: counted(outsideHours) });
  return facts;
}

function coverage(verdict: RecordingVerdict, zone: Zone): readonly Fact[] {
  const { sessions, missing, gaps, longestGapMinutes, rolls } = verdict;
  const facts: Fact[] = [
    {
      name: 'Sessions',
      value: `${amount(sessions.traded)} with bars, ${amount(sessions.empty)} without`,
      isDoubt: sessions.empty > 0,
    },
    {
      name: 'Missing intervals',
      value:
        missing === 0
          ? 'none'
          : `${amount(missing)} in ${amount(gaps)} ${gaps === 1 ? 'gap' : 'gaps'}, the longest ${minutes(longestGapMinutes)}; they stay gaps`,
    },
  ];
  if (rolls.length === 0) facts.push({ name: 'Rolls seen', value: 'none' });
  else
    facts.push({
      name: 'Rolls seen',
      value: rolls.map(({ time, kind }) => `${moment(time, zone)} (${kind})`).join(', '),
    });
  return facts;
}

function counted({ count, lines }: { readonly count: number; readonly lines: readonly number[] }): string {
  const more = count > lines.length ? ', …' : '';
  return `${amount(count)} (${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')}${more})`;
}

function amount(value: number): string {
  return value.toLocaleString('en-US');
}

/** "1 min", "3 h", "2 days". */
export function minutes(value: number): string {
  if (value >= 2_880 && value % 1_440 === 0) return `${amount(value / 1_440)} days`;
  if (value >= 120 && value % 60 === 0) return `${amount(value / 60)} h`;
  return `${amount(value)} min`;
}

/** "2024-01-08 09:00". */
export function moment(iso: string, zone: Zone): string {
  const ms = Date.parse(iso);
  return `${isoDay(ms, zone)} ${hourMinute(ms, zone)}`;
}

export function megabytes(bytes: number): string {
  if (bytes < 1 << 20) return `${Math.ceil(bytes / 1_024).toLocaleString('en-US')} kB`;
  return `${(bytes / (1 << 20)).toLocaleString('en-US', { maximumFractionDigits: 1 })} MB`;
}

/** Which contract a file is of, by its name: "GLBX_MGCJ4_1m.csv" is MGC; undefined: its name does not say. */
export function rootOfName(fileName: string, roots: readonly string[]): string | undefined {
  const words = fileName.toUpperCase().split(/[^A-Z0-9]+/);
  const named = (root: string): boolean =>
    words.some((word) => word === root || new RegExp(`^${root}(?:[FGHJKMNQUVXZ]\\d{1,4}|[12]|\\d{6})$`).test(word));
  return [...roots].toSorted((a, b) => b.length - a.length).find(named);
}

/** The name that a recording is offered under: its file's, without what it is packed in. */
export function nameOfFile(fileName: string): string {
  const bare = fileName.replace(/(?:\.(?:csv|txt|tsv|gz|zst|zip|scid))+$/i, '').replaceAll('=', '-');
  return (
    bare
      .replace(/^[@\s]+/, '')
      .slice(0, 64)
      .trim() || 'recording'
  );
}

/** How a recording is replayed once it lies there. */
export function replayFlag({ root, name }: { readonly root: string; readonly name: string }): string {
  const flag = `${root}=@${name}`;
  return `--replay ${/^[\w@=.-]+$/.test(flag) ? flag : `"${flag}"`}`;
}

/** An answer taken back where it is empty. */
export function withAnswer<K extends keyof RecordingAnswers>(
  answers: RecordingAnswers,
  key: K,
  value: RecordingAnswers[K] | undefined,
): RecordingAnswers {
  const { [key]: _before, ...rest } = answers;
  // The root is never taken back.
  return (value === undefined ? rest : { ...rest, [key]: value }) as RecordingAnswers;
}
