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

/** `name` itself or a path inside it. */
const isWithin = (specifier, name) => specifier === name || specifier.startsWith(`${name}/`);

module.exports = { calleeName, decoratorNames, isPublicMethod, isWithin, onImport, pathOf };
