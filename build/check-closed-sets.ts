/**
 * Every member of a closed set is produced somewhere: a literal in the place of a value whose type is the set. Read off
 * the type-checked source, so that neither the declaration nor a comparison counts, nor the same word of another set.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SyntaxKind, type Expression, type Node } from 'typescript/unstable/ast';
import { isStringLiteral, isTypeAliasDeclaration } from 'typescript/unstable/ast/is';
import { API, type Checker, type Type } from 'typescript/unstable/sync';
import type { Breach } from './check-imports.ts';

/** Types of closed sets by the file that declares them. */
export const CLOSED_SETS: Readonly<Record<string, readonly string[]>> = {
  'engine/domain/reasons.ts': [
    'ExitReason',
    'DenialReason',
    'HaltReason',
    'StateReason',
    'RejectReason',
    'CancelReason',
    'CommandRefusal',
    'BlockCode',
    'DifferenceEnd',
    'DeskRefusal',
  ],
  'engine/domain/audit.ts': ['AuditKind', 'AuditPart'],
  'engine/domain/difference.ts': ['DifferenceAct'],
  'engine/domain/events.ts': ['EventType', 'AlarmCode'],
  'engine/domain/order.ts': ['OrderStatus', 'OrderRole', 'OrderType'],
  'engine/domain/book.ts': ['TradingState'],
  'engine/domain/origin.ts': ['DeskDuty'],
  'engine/market/quote-gate.ts': ['GateReason'],
  'engine/domain/journal-health.ts': ['JournalFault'],
  'engine/store/schema/problem.ts': ['StoreProblemCode'],
  'engine/wire/error.ts': ['ErrorCode'],
  'engine/strategies/po3/plan.ts': ['Stage'],
  'engine/venue/core/csv/verdict.ts': ['RowReason', 'FileProblem'],
};

/** Members that nothing produces yet, and why they stay. A row that is not needed is a breach too. */
export const EXPECTED: Readonly<Record<string, string>> = {
  'ExitReason.signal': 'for a strategy that closes on a reading of its own; the two built in leave by stop and target',
};

/** What brings older files up to date says what they said, not what is said now. */
const UPGRADES = /^engine\/store\/(migrations\/|schema\/upgrade-)/;

/** Sets of tags: where an object has such a tag, the type of the tag's place is the one member. */
const TAGS: ReadonlySet<string> = new Set(['EventType']);

interface ClosedSet {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly members: ReadonlySet<string>;
}

const CONFIG = {
  extends: '../../tsconfig.base.json',
  compilerOptions: { composite: false, declaration: false, emitDeclarationOnly: false, noEmit: true, types: ['node'] },
  include: ['../../engine/**/*.ts'],
};

/** The strings of a union of literals; others have none. */
function stringsOf(type: Type | undefined): readonly string[] {
  if (type === undefined) return [];
  if (type.isUnionType()) return type.getTypes().flatMap(stringsOf);
  return type.isStringLiteralType() ? [type.value] : [];
}

function walk(node: Node, see: (node: Node) => void): void {
  see(node);
  node.forEachChild((child) => {
    walk(child, see);
  });
}

const COMPARES: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.EqualsEqualsEqualsToken,
  SyntaxKind.ExclamationEqualsEqualsToken,
]);

/** A literal that only asks or names: compared with, a case, a type, a key, a member of a list to look up in. */
function isNoValue(node: Node): boolean {
  const { parent } = node;
  switch (parent.kind) {
    case SyntaxKind.LiteralType:
    case SyntaxKind.CaseClause:
    case SyntaxKind.ArrayLiteralExpression:
    case SyntaxKind.ElementAccessExpression:
    case SyntaxKind.ImportDeclaration:
    case SyntaxKind.ExportDeclaration:
      return true;
    case SyntaxKind.PropertyAssignment:
      return (parent as unknown as { readonly name: Node }).name === node;
    case SyntaxKind.BinaryExpression:
      return COMPARES.has((parent as unknown as { readonly operatorToken: Node }).operatorToken.kind);
    default:
      return false;
  }
}

/**
 * `context`, the literals that a place takes, are this set's: the whole set, alone or with other whole sets, or at least
 * two of it.
 */
function isOf(set: ClosedSet, context: ReadonlySet<string>, sets: readonly ClosedSet[]): boolean {
  if (context.size === 0) return false;
  if (within(context, set.members)) return context.size > 1 || set.members.size === 1 || TAGS.has(set.name);
  if (!within(set.members, context)) return false;
  const whole = sets.filter(({ members }) => within(members, context));
  return [...context].every((word) => whole.some(({ members }) => members.has(word)));
}

function within(inner: ReadonlySet<string>, outer: ReadonlySet<string>): boolean {
  return [...inner].every((word) => outer.has(word));
}

export interface Member {
  readonly set: string;
  readonly member: string;
  readonly file: string;
  readonly line: number;
  /** "file:line" of the first literal that produces it; undefined: none does. */
  readonly at: string | undefined;
}

/** Where each member of each set is produced. Writes a configuration to `.cache/closed-sets`. */
export function producedMembers(root: string, closedSets = CLOSED_SETS): readonly Member[] {
  const folder = join(root, '.cache/closed-sets');
  mkdirSync(folder, { recursive: true });
  const config = join(folder, 'tsconfig.json');
  writeFileSync(config, JSON.stringify(CONFIG));
  const api = new API({ cwd: root });
  try {
    const project = api.updateSnapshot({ openProjects: [config] }).getProjects()[0];
    if (project === undefined) throw new Error(`${config}: expected a project, found none`);
    const { checker, program } = project;
    const files = program.getSourceFileNames().filter((file) => file.startsWith(join(root, 'engine')));
    const sourceOf = (file: string): Node & { readonly text: string } => {
      const source = program.getSourceFile(file);
      if (source === undefined) throw new Error(`${file}: expected it in the project`);
      return source;
    };
    const sets = Object.entries(closedSets).flatMap(([file, names]) =>
      declaredSets(checker, sourceOf(join(root, file)), file, names),
    );
    const produced = new Map<string, string>();
    for (const path of files) {
      const file = path.slice(root.length + 1);
      if (UPGRADES.test(file)) continue;
      const source = sourceOf(path);
      walk(source, (node) => {
        if (!isStringLiteral(node) || isNoValue(node)) return;
        const open = sets.filter(
          ({ name, members }) => members.has(node.text) && !produced.has(`${name}.${node.text}`),
        );
        if (open.length === 0) return;
        const context = new Set(stringsOf(checker.getContextualType(node as unknown as Expression)));
        for (const set of open) {
          if (!isOf(set, context, sets)) continue;
          produced.set(`${set.name}.${node.text}`, `${file}:${lineAt(source.text, node.pos)}`);
        }
      });
    }
    return sets.flatMap(({ name, file, line, members }) =>
      Array.from(members, (member) => ({ set: name, member, file, line, at: produced.get(`${name}.${member}`) })),
    );
  } finally {
    api.close();
  }
}

/** Members that nothing produces, and rows of `expected` that are not needed. */
export function closedSetBreaches(
  root: string,
  closedSets = CLOSED_SETS,
  expected: Readonly<Record<string, string>> = EXPECTED,
): readonly Breach[] {
  const members = producedMembers(root, closedSets);
  const dead = members.filter(({ at }) => at === undefined);
  const names = new Set(dead.map(({ set, member }) => `${set}.${member}`));
  return [
    ...dead
      .filter(({ set, member }) => !(`${set}.${member}` in expected))
      .map(({ set, member, file, line }) => ({ file, line, message: `nothing produces "${member}" of ${set}` })),
    ...Object.keys(expected)
      .filter((name) => !names.has(name))
      .map((name) => ({
        file: 'build/check-closed-sets.ts',
        line: 1,
        message: `${name} is produced, or is no more: take its row out`,
      })),
  ];
}

function lineAt(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}

function declaredSets(
  checker: Checker,
  source: Node & { readonly text: string },
  file: string,
  names: readonly string[],
): readonly ClosedSet[] {
  const sets: ClosedSet[] = [];
  source.forEachChild((node) => {
    if (!isTypeAliasDeclaration(node) || !names.includes(node.name.text)) return;
    const members = new Set(stringsOf(checker.getTypeAtLocation(node.name)));
    sets.push({ name: node.name.text, file, line: lineAt(source.text, node.end), members });
  });
  if (sets.length !== names.length) throw new Error(`${file}: expected the types ${names.join(', ')}`);
  return sets;
}
