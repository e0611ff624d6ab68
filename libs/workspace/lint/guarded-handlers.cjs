const { decoratorNames, isPublicMethod } = require('./ast.cjs');

const EDGE_CLASS = new Set(['Controller', 'Resolver']);
const MARKS = new Set(['Allow', 'Public']);
const isMarked = (node) => decoratorNames(node).some((name) => MARKS.has(name));

/** The permission that `@Allow('case:write')` names on this node, when it is a literal. */
const permissionOf = (node) => {
  const allow = (node.decorators ?? []).find((decorator) => decoratorNames({ decorators: [decorator] })[0] === 'Allow');
  return allow?.expression.type === 'CallExpression' ? allow.expression.arguments[0]?.value : undefined;
};

/** Every method that the outside can call says who may call it; a mutation asks for more than a read permission. */
module.exports = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      unguarded: '{{name}} is reachable from outside and carries neither @Allow(permission) nor @Public().',
      readOnly: '{{name}} is a mutation and @Allow names only a read permission ({{permission}}).',
    },
  },
  create(context) {
    const isEdge = (node) =>
      decoratorNames(node).some((name) => EDGE_CLASS.has(name)) || /(Controller|Resolver)$/.test(node.id?.name ?? '');

    function check(node, method) {
      const name = method.key.name;
      if (!isMarked(node) && !isMarked(method)) context.report({ node: method.key, messageId: 'unguarded', data: { name } });
      const permission = permissionOf(method) ?? permissionOf(node);
      if (decoratorNames(method).includes('Mutation') && /:read$/.test(permission ?? ''))
        context.report({ node: method.key, messageId: 'readOnly', data: { name, permission } });
    }

    return {
      ClassDeclaration(node) {
        if (isEdge(node)) node.body.body.filter(isPublicMethod).forEach((method) => check(node, method));
      },
    };
  },
};
