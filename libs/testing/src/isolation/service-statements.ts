import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import {
  createSourceFile, forEachChild, isArrayLiteralExpression, isBinaryExpression, isCallExpression, isConditionalExpression, isIdentifier, isNoSubstitutionTemplateLiteral, isPropertyAccessExpression, isStringLiteral, isTemplateExpression,
  isVariableDeclaration, ScriptTarget, SyntaxKind, type CallExpression, type Expression, type Node, type SourceFile,
} from 'typescript';

/** A statement of a service as its source says it, for proofs about all of them. */
export interface ServiceStatement {
  /** File and line, for people. */
  readonly place: string;
  /** The constant text; undefined where the source does not let one say what it is. */
  readonly text: string | undefined;
  /** What is bound to `$1`, `$2` and so on, as expressions of the source. */
  readonly values: readonly string[];
}

/** Methods of TenantRead and TenantTx that take a text. */
const METHODS = new Set(['sql', 'execute']);

/** Every statement in the sources of services below `root`; specs and their worlds are left out, and so are the files for which `skip` says so. */
export function serviceStatements(root: string, skip: (path: string) => boolean = () => false): ServiceStatement[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => /^[^/]+\/src\/.*\.ts$/.test(path) && !/(^|\/)(dist|node_modules|testing)\/|\.spec\.ts$/.test(path) && !skip(path)).sort()
    .flatMap((path) => statementsIn(createSourceFile(relative(root, join(root, path)), readFileSync(join(root, path), 'utf8'), ScriptTarget.Latest, true)));
}

function statementsIn(source: SourceFile): ServiceStatement[] {
  const constants = new Map<string, Expression>();
  const calls: CallExpression[] = [];
  const visit = (node: Node): void => {
    if (isVariableDeclaration(node) && isIdentifier(node.name) && node.initializer) constants.set(node.name.text, node.initializer);
    if (isCallExpression(node) && isPropertyAccessExpression(node.expression) && METHODS.has(node.expression.name.text) && node.arguments.length > 0) calls.push(node);
    forEachChild(node, visit);
  };
  visit(source);
  return calls.flatMap((call) => alternatives(call.arguments[0]).map((given) => ({
    place: `${source.fileName}:${source.getLineAndCharacterOfPosition(call.getStart()).line + 1}`, text: textOf(given, constants), values: valuesOf(call.arguments.at(1), constants),
  })));
}

/** A choice between two constant texts is two statements. */
const alternatives = (given: Expression): Expression[] => (isConditionalExpression(given) ? [given.whenTrue, given.whenFalse].flatMap(alternatives) : [given]);

function textOf(given: Expression, constants: ReadonlyMap<string, Expression>): string | undefined {
  if (isStringLiteral(given) || isNoSubstitutionTemplateLiteral(given)) return given.text;
  if (isIdentifier(given)) {
    const named = constants.get(given.text);
    return named === undefined ? undefined : textOf(named, constants);
  }
  if (isBinaryExpression(given) && given.operatorToken.kind === SyntaxKind.PlusToken) return joined([textOf(given.left, constants), textOf(given.right, constants)]);
  if (isTemplateExpression(given)) return joined([given.head.text, ...given.templateSpans.flatMap((span) => [textOf(span.expression, constants), span.literal.text])]);
  return undefined;
}

const joined = (parts: readonly (string | undefined)[]): string | undefined => (parts.includes(undefined) ? undefined : parts.join(''));

function valuesOf(given: Expression | undefined, constants: ReadonlyMap<string, Expression>): string[] {
  const list = given !== undefined && isIdentifier(given) ? constants.get(given.text) : given;
  return list !== undefined && isArrayLiteralExpression(list) ? list.elements.map((element) => element.getText()) : [];
}
