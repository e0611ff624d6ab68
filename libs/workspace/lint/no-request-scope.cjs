/** Nest's request scope rebuilds the whole provider chain per call and hides the context that ought to be an argument. */
module.exports = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { scope: 'No request scope: what belongs to one request travels in `ctx`, the first argument.' },
  },
  create: (context) => ({
    'MemberExpression[object.name="Scope"][property.name=/^(REQUEST|TRANSIENT)$/]': (node) => context.report({ node, messageId: 'scope' }),
    'ImportDeclaration[source.value="@nestjs/core"] > ImportSpecifier[imported.name="REQUEST"]': (node) => context.report({ node, messageId: 'scope' }),
  }),
};
