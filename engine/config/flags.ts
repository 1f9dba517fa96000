import { parseArgs } from 'node:util';
import { faultLine, type Fault, type Given, type Layer } from './given.ts';
import { readPair } from './keyed.ts';
import { toggle, type Kind } from './kinds.ts';
import { nearest } from './nearest.ts';
import { OPTIONS, type OptionName } from './options.ts';

export interface FlagLayer extends Layer {
  readonly help: boolean;
  readonly version: boolean;
}

const BY_FLAG = new Map<string, OptionName>();
for (const name of Object.keys(OPTIONS) as OptionName[]) {
  const { flag } = OPTIONS[name] as { flag?: string };
  if (flag !== undefined) BY_FLAG.set(flag, name);
}

const SHOWN = [...BY_FLAG].filter(([, name]) => !('hidden' in OPTIONS[name])).map(([flag]) => flag);

function isToggle(name: OptionName): boolean {
  return OPTIONS[name].kind === toggle;
}

function tokensOf(argv: readonly string[]) {
  const options = Object.fromEntries(
    [...BY_FLAG].map(([flag, name]) => [flag.slice(2), { type: isToggle(name) ? 'boolean' : 'string' } as const]),
  );
  return parseArgs({ args: [...argv], options, strict: false, allowPositionals: true, tokens: true }).tokens;
}

/** Reads the command line's flags; what is wrong comes back as faults, all of them. */
export function readFlags(argv: readonly string[], base: string): FlagLayer {
  const given: Given[] = [];
  const faults: Fault[] = [];
  let help = false;
  let version = false;

  const take = (flag: string, name: OptionName, text: string): void => {
    const option = OPTIONS[name];
    if (option.form === 'keyed') {
      const pair = readPair(text, option.keys, option.what, option.kind as Kind<unknown>);
      if (!pair.ok) faults.push({ option: name, text: faultLine(flag, pair, text, false) });
      else if (given.some((other) => other.option === name && other.key === pair.value.key)) {
        faults.push({ option: name, text: `${flag}: ${pair.value.key} is given twice` });
      } else given.push({ option: name, ...pair.value, place: `${flag} ${pair.value.key}`, base });
      return;
    }
    const value = option.kind.fromText(text);
    if (value.ok) given.push({ option: name, value: value.value, place: flag, base });
    else faults.push({ option: name, text: faultLine(flag, value, text, 'secret' in option) });
  };

  let afterUnknown = -1;
  for (const token of tokensOf(argv)) {
    // What follows an unknown flag may be its value: one fault is enough.
    if (token.kind === 'positional' && token.index !== afterUnknown) {
      faults.push({ text: `expected flags only, found "${token.value}"` });
    }
    if (token.kind !== 'option') continue;
    if (token.rawName === '--help' || token.rawName === '-h') help = true;
    else if (token.rawName === '--version') version = true;
    else {
      const name = BY_FLAG.get(token.rawName);
      if (name === undefined) {
        faults.push({ text: `${token.rawName}: unknown flag; did you mean ${nearest(token.rawName, SHOWN)}?` });
        if (!token.inlineValue) afterUnknown = token.index + 1;
      } else if (isToggle(name)) take(token.rawName, name, token.value ?? 'true');
      else if (token.value === undefined || (!token.inlineValue && token.value.startsWith('--'))) {
        faults.push({ option: name, text: `${token.rawName}: expected ${OPTIONS[name].kind.expects}, found no value` });
      } else take(token.rawName, name, token.value);
    }
  }
  return { given, faults, notices: [], help, version };
}
