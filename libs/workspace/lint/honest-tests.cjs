const TESTS = new Set(['it', 'test', 'describe']);
const FOCUSED = new Set(['fit', 'fdescribe']);
const SILENT = new Set(['xit', 'xtest', 'xdescribe']);

/** No focused test hides the others; a test is skipped only on a condition that the code states, and by name. */
module.exports = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      focused: 'A focused test switches every other one off.',
      silent: 'An unconditional skip tells nobody why; write `condition ? {{name}} : {{name}}.skip`, or delete the test.',
    },
  },
  create(context) {
    const isChoice = (node) =>
      context.sourceCode.getAncestors(node).some(({ type }) => type === 'ConditionalExpression' || type === 'IfStatement');
    return {
      MemberExpression(node) {
        if (node.object.type !== 'Identifier' || !TESTS.has(node.object.name)) return;
        const data = { name: node.object.name };
        if (node.property.name === 'only') context.report({ node, messageId: 'focused' });
        if (node.property.name === 'skip' && !isChoice(node)) context.report({ node, messageId: 'silent', data });
        if (node.property.name === 'todo') context.report({ node, messageId: 'silent', data });
      },
      'CallExpression > Identifier.callee'(node) {
        if (FOCUSED.has(node.name)) context.report({ node, messageId: 'focused' });
        if (SILENT.has(node.name)) context.report({ node, messageId: 'silent', data: { name: 'it' } });
      },
    };
  },
};
