import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { faultLine, type Fault, type Given, type Layer } from './given.ts';
import { OPTIONS, type OptionName } from './options.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** Where variables come from: the environment itself before .env.local before .env. */
interface Place {
  readonly suffix: string;
  readonly variables: Variables;
}

/** Addresses of services that other designs have outside; here they are built in. */
const SERVICE_URL = /^[A-Z0-9_]+_SERVICE_URL$/;

/** Variables of a file in the folder; none when there is no such file. A file that cannot be read is a fault. */
function fromFile(folder: string, name: string, faults: Fault[]): Place {
  try {
    return { suffix: ` in ${name}`, variables: parseEnv(readFileSync(join(folder, name), 'utf8')) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR')
      faults.push({ text: `${join(folder, name)}: cannot be read: ${message}` });
    return { suffix: '', variables: {} };
  }
}

function find(name: string, places: readonly Place[]): { text: string; place: string } | undefined {
  for (const { variables, suffix } of places) {
    const text = variables[name];
    // An empty variable, as .env.example has them, is not set.
    if (text !== undefined && text.trim() !== '') return { text, place: `${name}${suffix}` };
  }
  return undefined;
}

/**
 * Reads the variables that the options name. Of an option with several names the first one set counts, wherever it is set.
 *
 * @param folder where .env.local and .env lie
 */
export function readEnvironment(env: Variables, folder: string): Layer {
  const faults: Fault[] = [];
  const places: Place[] = [
    { suffix: '', variables: env },
    fromFile(folder, '.env.local', faults),
    fromFile(folder, '.env', faults),
  ];
  const given: Given[] = [];
  for (const option of Object.keys(OPTIONS) as OptionName[]) {
    const { env: names, kind, ...rest } = OPTIONS[option] as { env?: readonly string[] } & (typeof OPTIONS)[OptionName];
    const found = (names ?? []).map((name) => find(name, places)).find((one) => one !== undefined);
    if (found === undefined) continue;
    const value = kind.fromText(found.text);
    if (value.ok) given.push({ option, value: value.value, place: found.place, base: folder });
    else faults.push({ option, text: faultLine(found.place, value, found.text, 'secret' in rest) });
  }
  const unused = places.flatMap(({ variables }) => Object.keys(variables)).filter((name) => SERVICE_URL.test(name));
  const notices = [...new Set(unused)]
    .sort((a, b) => (a < b ? -1 : 1))
    .map((name) => `${name} is not used: that service is built in`);
  return { given, faults, notices };
}
