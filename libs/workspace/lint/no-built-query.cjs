const { calleeName, isWithin, pathOf } = require('./ast.cjs');

/** The places that turn data into query text, each with tests of its own quoting. */
const EMITTERS = ['libs/lake/src/emit', 'libs/lake/src/emitter.ts', 'libs/lake/src/front', 'libs/db/src/identifier.ts', 'prisma/engine'];
const QUERIES = new Set([
  'query', 'exec', 'execute', 'command', 'queryRaw', 'executeRaw', 'queryRawUnsafe', 'executeRawUnsafe', '$queryRawUnsafe', '$executeRawUnsafe',
]);
const TEXT_KEYS = new Set(['query', 'text', 'sql']);

/** No query text is put together from values: values travel as parameters, and structure comes from the emitters. */
module.exports = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { built: 'Query text is a constant; pass values as parameters ({{text}} is put into the text here).' },
  },
  create(context) {
    if (EMITTERS.some((home) => isWithin(pathOf(context), home))) return {};
    const { sourceCode } = context;

    /** A literal, a number, or a `const` of this file that is one: text that no request can change. */
    function isConstant(node) {
      if (node.type === 'Literal') return true;
      if (node.type === 'TemplateLiteral') return node.expressions.every(isConstant);
      if (node.type === 'BinaryExpression') return isConstant(node.left) && isConstant(node.right);
      if (node.type !== 'Identifier') return false;
      const variable = sourceCode.getScope(node).references.find((reference) => reference.identifier === node)?.resolved;
      const definition = variable?.defs[0];
      return definition?.type === 'Variable' && definition.parent.kind === 'const' && definition.node.init !== null && isConstant(definition.node.init);
    }

    function check(node) {
      if (!node) return;
      if (node.type === 'ObjectExpression') {
        const texts = node.properties.filter((property) => property.type === 'Property' && TEXT_KEYS.has(property.key.name));
        return texts.forEach((property) => check(property.value));
      }
      const isBuilt = node.type === 'TemplateLiteral' || (node.type === 'BinaryExpression' && node.operator === '+');
      if (!isBuilt || isConstant(node)) return;
      const parts = node.type === 'TemplateLiteral' ? node.expressions : [node.left, node.right];
      const culprit = parts.find((part) => !isConstant(part)) ?? node;
      context.report({ node: culprit, messageId: 'built', data: { text: sourceCode.getText(culprit) } });
    }

    return {
      CallExpression(node) {
        if (QUERIES.has(calleeName(node))) check(node.arguments[0]);
      },
    };
  },
};
