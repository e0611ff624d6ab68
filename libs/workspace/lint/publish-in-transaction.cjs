const { calleeName } = require('./ast.cjs');

/** `events.publish(tx, …)`: a fact is published in the transaction that makes it true, or not at all (ADR 0007). */
module.exports = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { outside: 'publish takes the open transaction `tx` first; outside it a crash publishes what never happened, or loses what did.' },
  },
  create: (context) => ({
    CallExpression(node) {
      if (calleeName(node) !== 'publish') return;
      const [first] = node.arguments;
      if (first?.type !== 'Identifier' || first.name !== 'tx') context.report({ node, messageId: 'outside' });
    },
  }),
};
