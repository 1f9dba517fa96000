/** What the architecture checks need to know of one source file, read from its syntax tree. */
import { parseSync } from 'vite';

export interface ImportFact {
  readonly specifier: string;
  readonly line: number;
}

/** Something the habits confine to some rooms, e.g. a reading of the wall clock. */
export interface UseFact {
  readonly habit: Habit;
  readonly text: string;
  readonly line: number;
}

export type Habit = 'wall clock' | 'randomness' | 'timer' | 'environment' | 'console' | 'JSON.parse' | 'route path';

export interface CommentFact {
  readonly text: string;
  /** Line on which it begins. */
  readonly line: number;
}

export interface SourceFacts {
  readonly imports: readonly ImportFact[];
  readonly comments: readonly CommentFact[];
  readonly uses: readonly UseFact[];
}

interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

function visit(value: unknown, see: (node: SyntaxNode) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, see);
  } else if (isNode(value)) {
    see(value);
    for (const key of Object.keys(value)) if (key !== 'type') visit(value[key], see);
  }
}

const GLOBAL_HOLDERS = new Set(['globalThis', 'window', 'self', 'global']);

/** `Date.now`, `globalThis.Date.now`, `setTimeout`: the dotted name of an expression, '' where it has none. */
function dottedName(node: unknown): string {
  if (!isNode(node)) return '';
  if (node.type === 'Identifier') return String(node['name']);
  if (node.type !== 'MemberExpression') return '';
  const object = dottedName(node['object']);
  const property = node['property'];
  const last = isNode(property)
    ? property.type === 'Identifier' && node['computed'] !== true
      ? String(property['name'])
      : property.type === 'Literal'
        ? String(property['value'])
        : ''
    : '';
  if (object === '' || last === '') return '';
  return GLOBAL_HOLDERS.has(object) ? last : `${object}.${last}`;
}

const MEMBER_HABITS: ReadonlyMap<string, Habit> = new Map([
  ['Date.now', 'wall clock'],
  ['performance.now', 'wall clock'],
  ['process.hrtime', 'wall clock'],
  ['Math.random', 'randomness'],
  ['crypto.randomUUID', 'randomness'],
  ['crypto.getRandomValues', 'randomness'],
  ['process.env', 'environment'],
  ['JSON.parse', 'JSON.parse'],
]);

const CALL_HABITS: ReadonlyMap<string, Habit> = new Map([
  ['setTimeout', 'timer'],
  ['setInterval', 'timer'],
  ['setImmediate', 'timer'],
  ['Date', 'wall clock'],
  ['randomUUID', 'randomness'],
  ['randomBytes', 'randomness'],
]);

function habitOf(node: SyntaxNode): { habit: Habit; text: string } | undefined {
  if (node.type === 'MemberExpression') {
    const name = dottedName(node);
    const habit = MEMBER_HABITS.get(name);
    if (habit !== undefined) return { habit, text: name };
    if (name.startsWith('console.')) return { habit: 'console', text: name };
  } else if (node.type === 'CallExpression') {
    const name = dottedName(node['callee']);
    const habit = CALL_HABITS.get(name);
    if (habit !== undefined) return { habit, text: `${name}()` };
  } else if (node.type === 'NewExpression') {
    const args = node['arguments'];
    if (dottedName(node['callee']) === 'Date' && Array.isArray(args) && args.length === 0) {
      return { habit: 'wall clock', text: 'new Date()' };
    }
  }
  const path = writtenText(node);
  return path?.startsWith('/api/') === true ? { habit: 'route path', text: path } : undefined;
}

/** What stands in a string, or in a template before its first value; undefined: no text begins here. */
function writtenText(node: SyntaxNode): string | undefined {
  if (node.type === 'Literal') return typeof node['value'] === 'string' ? node['value'] : undefined;
  if (node.type !== 'TemplateElement') return undefined;
  const value = node['value'] as { readonly cooked?: string };
  return value.cooked;
}

function specifierOf(node: SyntaxNode): string | undefined {
  const holders: Record<string, unknown> = {
    ImportDeclaration: node['source'],
    ExportAllDeclaration: node['source'],
    ExportNamedDeclaration: node['source'],
    ImportExpression: node['source'],
    TSImportType: node['source'] ?? node['argument'],
  };
  const source = holders[node.type];
  return isNode(source) && typeof source['value'] === 'string' ? source['value'] : undefined;
}

export class UnparsableSource extends Error {}

/** @throws UnparsableSource naming the file where its syntax is wrong */
export function readFacts(file: string, text: string): SourceFacts {
  const parsed = parseSync(file, text);
  const fault = parsed.errors[0];
  if (fault !== undefined) throw new UnparsableSource(`${file}: ${fault.message}`);
  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  const lineOf = (offset: number): number => lineStarts.findLastIndex((start) => start <= offset) + 1;

  const imports: ImportFact[] = [];
  const uses: UseFact[] = [];
  visit(parsed.program, (node) => {
    const specifier = specifierOf(node);
    if (specifier !== undefined) imports.push({ specifier, line: lineOf(node.start) });
    const use = habitOf(node);
    if (use !== undefined) uses.push({ ...use, line: lineOf(node.start) });
  });
  const comments = parsed.comments.map(({ value, start }) => ({ text: value, line: lineOf(start) }));
  return { imports, comments, uses };
}
