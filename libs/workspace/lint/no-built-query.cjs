const { calleeName, isConstantText, isWithin, pathOf } = require('./ast.cjs');

/** The places that turn data into query text, each with tests of its own quoting. */
const EMITTERS = ['libs/lake/src/emit', 'libs/lake/src/emitter.ts', 'libs/lake/src/front', 'libs/db/src/identifier.ts', 'prisma/engine'];
const QUERIES = new Set([
  'query', 'exec', 'execute', 'command', 'queryRaw', 'executeRaw', 'queryRawUnsafe', 'executeRawUnsafe', '$queryRawUnsafe', '$executeRawUnsafe',
]);
/** The driver's own quoting. */
const QUOTING = new Set(['escapeIdentifier', 'escapeLiteral']);
const TEXT_KEYS = new Set(['query', 'text', 'sql']);

const isClosedType = (type) =>
  Boolean(type) && (type.isUnion() ? type.types.every(isClosedType) : type.isStringLiteral() || type.isNumberLiteral() || type.intrinsicName === 'number');

/** The values that end up in a text: those of a template, and those of a chain of additions. */
const partsOf = (node) => {
  if (node.type === 'TemplateLiteral') return node.expressions;
  return node.type === 'BinaryExpression' ? [node.left, node.right].flatMap(partsOf) : [node];
};

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

    const isQuoted = (node) => node.type === 'CallExpression' && QUOTING.has(calleeName(node));
    /** A value whose type is a closed list of words, or a number: it has no room for a quote. */
    const isClosed = (node) => isClosedType(sourceCode.parserServices?.program && sourceCode.parserServices.getTypeAtLocation(node));
    const isSafe = (node) => isConstantText(sourceCode, node) || isQuoted(node) || isClosed(node);

    function check(node) {
      if (!node) return;
      if (node.type === 'ObjectExpression') {
        const texts = node.properties.filter((property) => property.type === 'Property' && TEXT_KEYS.has(property.key.name));
        return texts.forEach((property) => check(property.value));
      }
      const isBuilt = node.type === 'TemplateLiteral' || (node.type === 'BinaryExpression' && node.operator === '+');
      if (!isBuilt) return;
      const culprit = partsOf(node).find((part) => !isSafe(part));
      if (culprit) context.report({ node: culprit, messageId: 'built', data: { text: sourceCode.getText(culprit) } });
    }

    return {
      CallExpression(node) {
        if (QUERIES.has(calleeName(node))) check(node.arguments[0]);
      },
    };
  },
};
