/** A resolver is a table of one-line delegations: errors pass through it untouched to the one edge that maps them. */
module.exports = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { caught: 'A resolver catches nothing: the edge maps every AppError kind once, and a caught error is lost to it.' },
  },
  create: (context) => ({
    TryStatement: (node) => context.report({ node, messageId: 'caught' }),
    'CallExpression[callee.property.name="catch"]': (node) => context.report({ node, messageId: 'caught' }),
  }),
};
