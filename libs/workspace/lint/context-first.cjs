const { isPublicMethod, pathOf } = require('./ast.cjs');

const NAMES = new Set(['ctx', '_ctx', 'tx']);
/** What a repository may take besides: `db.read(ctx)` hands it a connection that carries the context for one statement. */
const READS = new Set(['read']);

/** Exported functions and public methods of services and repositories take the context or the transaction first. */
module.exports = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      missing: '{{name}} takes `ctx: TenantContext` or an open `tx` as its first parameter.',
      optional: 'The context of {{name}} is never optional: a caller without one has no business here.',
    },
  },
  create(context) {
    const names = pathOf(context).endsWith('.repository.ts') ? new Set([...NAMES, ...READS]) : NAMES;
    function check(name, node, { params: [first] }) {
      const parameter = first?.type === 'AssignmentPattern' ? first.left : first;
      if (parameter?.type !== 'Identifier' || !names.has(parameter.name)) context.report({ node, messageId: 'missing', data: { name } });
      else if (first !== parameter || parameter.optional) context.report({ node, messageId: 'optional', data: { name } });
    }
    const isFunction = (node) => node?.type === 'ArrowFunctionExpression' || node?.type === 'FunctionExpression';

    return {
      'ExportNamedDeclaration > ClassDeclaration'(node) {
        for (const member of node.body.body) {
          if (isPublicMethod(member) && member.value.type === 'FunctionExpression') check(member.key.name, member.key, member.value);
          const isOpen = member.accessibility !== 'private' && member.accessibility !== 'protected' && !member.static;
          if (member.type === 'PropertyDefinition' && isOpen && isFunction(member.value)) check(member.key.name, member.key, member.value);
        }
      },
      'ExportNamedDeclaration > FunctionDeclaration': (node) => check(node.id.name, node.id, node),
      'ExportNamedDeclaration > VariableDeclaration > VariableDeclarator'(node) {
        if (isFunction(node.init)) check(node.id.name, node.id, node.init);
      },
    };
  },
};
