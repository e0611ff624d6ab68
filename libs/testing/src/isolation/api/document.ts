import { getNamedType, isEnumType, isLeafType, isObjectType, isRequiredArgument, Lexer, Source, TokenKind, type GraphQLField, type GraphQLOutputType } from 'graphql';
import type { ApiOperation } from './api-schema';

/** Limits of one document at the gateway; a test document stays a little below the number of tokens. */
const MAX_DEPTH = 6;
const MAX_TOKENS = 390;

/** One scalar of an answer: the names that lead to it, and each step as `Type.field`. */
export interface Leaf {
  readonly path: readonly string[];
  readonly fields: readonly string[];
  /** What each step must be given, as text; empty for most. */
  readonly demands: readonly string[];
}

/** Everything that can be selected below a type within the depth that is left. */
export function leavesOf(type: GraphQLOutputType, depth = MAX_DEPTH - 1): Leaf[] {
  const named = getNamedType(type);
  if (!isObjectType(named) || depth === 0) return [];
  return Object.values(named.getFields()).flatMap((field) => {
    const step = `${named.name}.${field.name}`;
    if (isLeafType(getNamedType(field.type))) return [{ path: [field.name], fields: [step], demands: [demandOf(step, field)] }];
    return leavesOf(field.type, depth - 1).map((leaf) => ({ path: [field.name, ...leaf.path], fields: [step, ...leaf.fields], demands: [demandOf(step, field), ...leaf.demands] }));
  });
}

/** The arguments that an inner field cannot do without: the first choice of each. Fails for one that has no choices. */
function demandOf(step: string, field: GraphQLField<unknown, unknown>): string {
  const given = field.args.filter(isRequiredArgument).map(({ name, type }) => {
    const named = getNamedType(type);
    if (!isEnumType(named)) throw new Error(`Nobody says what ${step}.${name} is given`);
    return `${name}: ${named.getValues()[0].name}`;
  });
  return given.length === 0 ? '' : `(${given.join(', ')})`;
}

export interface Selecting {
  /** Names of the operation's arguments that are given as variables. */
  readonly given: readonly string[];
  /** Arguments of inner fields as text, by `Type.field`. */
  readonly nested?: Readonly<Record<string, string>>;
  /** Paths, joined by dots, that are left out. */
  readonly without?: ReadonlySet<string>;
}

export interface ApiDocument {
  readonly text: string;
  readonly fields: readonly string[];
}

/** Documents that together select all that an operation can answer; more than one only when one would be over the limits. */
export function documentsOf(operation: ApiOperation, selecting: Selecting): ApiDocument[] {
  const leaves = leavesOf(operation.field.type).filter(({ path }) => !path.some((_, index) => selecting.without?.has(path.slice(0, index + 1).join('.')) === true));
  return split(operation, selecting, leaves);
}

function split(operation: ApiOperation, selecting: Selecting, leaves: readonly Leaf[]): ApiDocument[] {
  const text = print(operation, selecting, leaves);
  if (tokensOf(text) <= MAX_TOKENS || leaves.length < 2) return [{ text, fields: [...new Set(leaves.flatMap(({ fields }) => fields))] }];
  const half = Math.ceil(leaves.length / 2);
  return [...split(operation, selecting, leaves.slice(0, half)), ...split(operation, selecting, leaves.slice(half))];
}

function print(operation: ApiOperation, { given, nested = {} }: Selecting, leaves: readonly Leaf[]): string {
  const args = operation.field.args.filter(({ name }) => given.includes(name));
  const declared = args.length === 0 ? '' : `(${args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ')})`;
  const passed = args.length === 0 ? '' : `(${args.map(({ name }) => `${name}: $${name}`).join(', ')})`;
  return `${operation.kind}${declared} { ${operation.name}${passed}${braces(leaves, nested)} }`;
}

function braces(leaves: readonly Leaf[], nested: Readonly<Record<string, string>>): string {
  if (leaves.length === 0) return '';
  const groups = new Map<string, { step: string; demand: string; below: Leaf[] }>();
  for (const { path: [name, ...path], fields: [step, ...fields], demands: [demand, ...demands] } of leaves) {
    const group = groups.get(name) ?? { step, demand, below: [] };
    groups.set(name, group);
    if (path.length > 0) group.below.push({ path, fields, demands });
  }
  return ` { ${[...groups].map(([name, { step, demand, below }]) => `${name}${nested[step] ?? demand}${braces(below, nested)}`).join(' ')} }`;
}

function tokensOf(text: string): number {
  const lexer = new Lexer(new Source(text));
  let count = 0;
  while (lexer.advance().kind !== TokenKind.EOF) count += 1;
  return count;
}
