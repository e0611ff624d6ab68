const { isWithin, pathOf } = require('./ast.cjs');

/** Where our kinds are translated into an outside protocol's errors; nowhere else. */
const TRANSLATORS = ['libs/runtime', 'services/gateway/src/request'];
const BARE = new Set(['Error', 'TypeError', 'RangeError']);

/** Code fails with an AppError kind; the protocol's error classes exist only where kinds are translated. */
module.exports = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      bare: 'Throw an AppError kind with a slug (NotFound, Conflict …); a bare {{name}} reaches people as 500.',
      protocol: '{{name}} is a protocol\'s error; throw an AppError kind, the edge translates it.',
    },
  },
  create(context) {
    const path = pathOf(context);
    if (TRANSLATORS.some((home) => isWithin(path, home))) return {};
    return {
      'NewExpression, CallExpression'({ callee }) {
        if (isWithin(path, 'services') && callee.type === 'Identifier' && BARE.has(callee.name))
          context.report({ node: callee, messageId: 'bare', data: { name: callee.name } });
      },
      ImportSpecifier(node) {
        const { name } = node.imported;
        const source = node.parent.source.value;
        const isProtocol = (source === '@nestjs/common' && /Exception$/.test(name)) || (/^(graphql|graphql-yoga)$/.test(source) && /GraphQLError$/.test(name));
        if (isProtocol) context.report({ node, messageId: 'protocol', data: { name } });
      },
    };
  },
};
