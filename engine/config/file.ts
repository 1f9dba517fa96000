import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { faultLine, type Fault, type Given, type Layer } from './given.ts';
import { knownKey } from './keyed.ts';
import { editDistance, nearest } from './nearest.ts';
import { OPTIONS, type OptionName } from './options.ts';

/** The shape of the file as a tree, built from the options' keys: "*" leads on from any root or strategy. */
interface Node {
  readonly children: Map<string, Node>;
  option?: OptionName;
}

function buildTree(): Node {
  const root: Node = { children: new Map() };
  for (const name of Object.keys(OPTIONS) as OptionName[]) {
    const { key } = OPTIONS[name] as { key?: string };
    if (key === undefined) continue;
    let node = root;
    for (const part of key.split('.')) {
      let next = node.children.get(part);
      if (next === undefined) node.children.set(part, (next = { children: new Map() }));
      node = next;
    }
    node.option = name;
  }
  return root;
}

const TREE = buildTree();

/** Keys of the options below a node that has a "*". */
function keysBelow(node: Node): { keys: readonly string[]; what: string } | undefined {
  const star = node.children.get('*');
  let below: Node | undefined = star;
  while (below !== undefined && below.option === undefined) below = [...below.children.values()][0];
  const option = below?.option === undefined ? undefined : OPTIONS[below.option];
  return option?.form === 'keyed' ? { keys: option.keys, what: option.what } : undefined;
}

/** Every key below a node, in full: "strategy.*.parameters". */
function pathsBelow(node: Node, path: readonly string[]): readonly (readonly string[])[] {
  return [...node.children].flatMap(([name, child]) => [[...path, name], ...pathsBelow(child, [...path, name])]);
}

/** The key that was most likely meant: one beside it, one further down that ends so, a strategy's id out of place. */
function nearestKey(node: Node, name: string, path: readonly string[]): string {
  const below = pathsBelow(node, path);
  const same = below.find((full) => full.at(-1)?.toLowerCase() === name.toLowerCase());
  if (same !== undefined) return same.join('.');
  const beside = nearest(name, [...node.children.keys()]) ?? '';
  const alike = editDistance(beside, name) <= 2 || beside.slice(0, 4).toLowerCase() === name.slice(0, 4).toLowerCase();
  if (path[0] === 'strategy' && path.length === 2 && !alike) return [...path, 'parameters', name].join('.');
  if (path.length === 0 && OPTIONS.strategyParameters.keys.some((id) => id === name)) return `strategy.${name}`;
  const sameElsewhere = pathsBelow(TREE, []).find((full) => full.at(-1)?.toLowerCase() === name.toLowerCase());
  if (sameElsewhere !== undefined) return sameElsewhere.join('.');
  return [...path, beside].join('.');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

class Walk {
  readonly given: Given[] = [];
  readonly faults: Fault[] = [];
  private readonly file: string;
  private readonly base: string;

  constructor(file: string, base: string) {
    this.file = file;
    this.base = base;
  }

  /** @param key root or strategy that a "*" on the way stood for */
  node(node: Node, value: unknown, path: readonly string[], key: string | undefined): void {
    if (node.option !== undefined) return this.leaf(node.option, value, path, key);
    if (!isRecord(value)) {
      this.faults.push({ text: faultLine(this.place(path), { expected: 'an object' }, value, false) });
      return;
    }
    for (const [name, inner] of Object.entries(value)) {
      const child = node.children.get(name);
      const keyed = keysBelow(node);
      if (child !== undefined && name !== '*') this.node(child, inner, [...path, name], key);
      else if (keyed === undefined) this.unknown(node, name, path);
      else {
        const known = knownKey(name, keyed.keys, `a known ${keyed.what}`);
        const star = node.children.get('*');
        if (!known.ok) this.faults.push({ text: faultLine(this.place(path), known, name, false) });
        else if (star !== undefined) this.node(star, inner, [...path, name], known.value);
      }
    }
  }

  private unknown(node: Node, name: string, path: readonly string[]): void {
    this.faults.push({
      text: `${this.place([...path, name])}: unknown key; did you mean "${nearestKey(node, name, path)}"?`,
    });
  }

  private leaf(option: OptionName, value: unknown, path: readonly string[], key: string | undefined): void {
    const { kind, ...rest } = OPTIONS[option];
    const reading = kind.fromJson(value);
    const place = this.place(path);
    if (!reading.ok) this.faults.push({ option, text: faultLine(place, reading, value, 'secret' in rest) });
    else
      this.given.push({ option, value: reading.value, place, base: this.base, ...(key === undefined ? {} : { key }) });
  }

  private place(path: readonly string[]): string {
    return path.length === 0 ? this.file : `"${path.join('.')}" in ${this.file}`;
  }
}

/** Checks a parsed configuration against the options. @param base folder against which its paths are meant */
export function readObject(value: unknown, file: string, base: string): Layer {
  const walk = new Walk(file, base);
  walk.node(TREE, value, [], undefined);
  return { given: walk.given, faults: walk.faults, notices: [] };
}

/** Reads the file of --config. */
export function readConfigFile(path: string, base: string): Layer {
  const file = resolve(base, path);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : message;
    return { given: [], faults: [{ text: `--config ${path}: cannot be read: ${why}` }], notices: [] };
  }
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return { given: [], faults: [{ text: `--config ${path}: is not JSON: ${(error as Error).message}` }], notices: [] };
  }
  return readObject(value, basename(file), dirname(file));
}
