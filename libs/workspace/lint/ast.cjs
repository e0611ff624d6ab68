// Small questions about syntax trees that several rules ask.
const { relative, sep } = require('node:path');

/** The linted file's path from the repository root, with forward slashes, so that one table serves every system. */
const pathOf = (context) => relative(context.cwd, context.filename).split(sep).join('/');

/** The name that a decorator calls: `Allow` for `@Allow('case:write')` and for `@Allow`. */
const decoratorName = ({ expression }) => {
  const callee = expression.type === 'CallExpression' ? expression.callee : expression;
  return callee.type === 'Identifier' ? callee.name : undefined;
};

const decoratorNames = (node) => (node.decorators ?? []).map(decoratorName);

/** Hooks that Nest calls itself; nobody reaches them from outside. */
const LIFECYCLE = new Set([
  'onModuleInit', 'onApplicationBootstrap', 'onModuleDestroy', 'beforeApplicationShutdown', 'onApplicationShutdown',
]);

/** A method that other code can call on an instance. */
const isPublicMethod = (member) =>
  member.type === 'MethodDefinition' && member.kind === 'method' && !member.static &&
  member.accessibility !== 'private' && member.accessibility !== 'protected' &&
  member.key.type === 'Identifier' && !LIFECYCLE.has(member.key.name);

/** The last name of a callee: `query` for `query`, `db.query` and `this.db.query`. */
const calleeName = ({ callee }) => {
  if (callee.type === 'Identifier') return callee.name;
  return callee.type === 'MemberExpression' && !callee.computed ? callee.property.name : undefined;
};

/** Every import of a file by its specifier: static, re-exported, dynamic and required. */
const onImport = (report) => ({
  ImportDeclaration: (node) => report(node, node.source.value),
  ExportAllDeclaration: (node) => report(node, node.source.value),
  ExportNamedDeclaration: (node) => node.source && report(node, node.source.value),
  ImportExpression: (node) => node.source.type === 'Literal' && report(node, node.source.value),
  TSImportType: (node) => node.source?.type === 'Literal' && report(node, node.source.value),
  CallExpression: (node) => {
    const [first] = node.arguments;
    if (calleeName(node)?.startsWith('require') && first?.type === 'Literal' && typeof first.value === 'string') report(node, first.value);
  },
});

/** What a `const` of the same file was given, when the identifier is one. */
function constantValue(sourceCode, identifier) {
  const variable = sourceCode.getScope(identifier).references.find((reference) => reference.identifier === identifier)?.resolved;
  const definition = variable?.defs[0];
  const isConst = definition?.type === 'Variable' && definition.parent.kind === 'const' && definition.node.id.type === 'Identifier';
  return isConst ? definition.node.init : undefined;
}

/** Text that no request can change: literals, constants of the file that are literals, and what those are put together to. */
function isConstantText(sourceCode, node) {
  const again = (part) => isConstantText(sourceCode, part);
  switch (node?.type) {
    case 'Literal': return true;
    case 'TemplateLiteral': return node.expressions.every(again);
    case 'TaggedTemplateExpression': return sourceCode.getText(node.tag) === 'String.raw' && again(node.quasi);
    case 'BinaryExpression': return again(node.left) && again(node.right);
    case 'UpdateExpression': return true;
    case 'Identifier': return again(constantValue(sourceCode, node));
    case 'MemberExpression': return !node.computed && node.property.name === 'source' && again(node.object);
    default: return false;
  }
}

/** `name` itself or a path inside it. */
const isWithin = (specifier, name) => specifier === name || specifier.startsWith(`${name}/`);

module.exports = { calleeName, decoratorNames, isConstantText, isPublicMethod, isWithin, onImport, pathOf };
