/** One name for one thing everywhere: a default export is renamed at every import. */
module.exports = {
  meta: { type: 'suggestion', schema: [], messages: { named: 'Export it by name.' } },
  create: (context) => ({
    'ExportDefaultDeclaration, ExportSpecifier[exported.name="default"], TSExportAssignment': (node) => context.report({ node, messageId: 'named' }),
  }),
};
