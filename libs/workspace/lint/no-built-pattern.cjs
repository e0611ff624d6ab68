const { isConstantText } = require('./ast.cjs');

/** The platform's pattern engine backtracks: a pattern from a tenant or a rule stops the process, so such text goes to re2js. */
module.exports = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { built: 'A RegExp is written out as a constant; a pattern made at run time is compiled by re2js, which runs in linear time.' },
  },
  create: (context) => ({
    'NewExpression[callee.name="RegExp"], CallExpression[callee.name="RegExp"]'(node) {
      if (!isConstantText(context.sourceCode, node.arguments[0])) context.report({ node, messageId: 'built' });
    },
  }),
};
